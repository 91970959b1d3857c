-- More ways to show who one is: a second factor, passkeys; and who was let in by somebody: invitations and guests.

-- The secret that a person's telephone shares with us (RFC 6238), sealed under a key that the database does not have.
CREATE TABLE identity.totps (
    person    uuid PRIMARY KEY REFERENCES identity.persons ON DELETE CASCADE,
    secret    bytea NOT NULL,
    since     timestamptz NOT NULL,
    -- The last step whose code was accepted: no code opens twice (RFC 6238 §5.2).
    last_step bigint NOT NULL
);

-- A secret that was shown, and not proven yet: it asks nothing of anybody.
CREATE TABLE identity.totp_candidates (
    person     uuid PRIMARY KEY REFERENCES identity.persons ON DELETE CASCADE,
    secret     bytea NOT NULL,
    created_at timestamptz NOT NULL
);

-- SHA-256 of each code, with its person's id before it.
CREATE TABLE identity.recovery_codes (
    person  uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    hash    bytea NOT NULL,
    made_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (person, hash)
);

-- How often a household tried a second factor or a recovery code of a person.
CREATE TABLE identity.factor_tries (
    person    uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    household text COLLATE "C" NOT NULL,
    tries     integer NOT NULL,
    since     timestamptz NOT NULL,
    PRIMARY KEY (person, household)
);
CREATE INDEX factor_tries_since ON identity.factor_tries (since);

-- Somebody who showed a first factor and owes a second one.
CREATE TABLE identity.second_factors (
    id         uuid PRIMARY KEY,
    -- SHA-256 of what the browser that began keeps in a cookie.
    browser    bytea NOT NULL,
    person     uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    -- By which of their addresses they came.
    address    text COLLATE "C" NOT NULL,
    strength   text NOT NULL,
    acr        text NOT NULL,
    amr        text[] NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    tries      integer NOT NULL DEFAULT 0
);
CREATE INDEX second_factors_person ON identity.second_factors (person);
CREATE INDEX second_factors_end ON identity.second_factors (expires_at);

CREATE TABLE identity.passkeys (
    id            uuid PRIMARY KEY,
    person        uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    credential_id bytea NOT NULL UNIQUE,
    -- The public key, the counter and what the authenticator said of itself: nothing of it is secret.
    passkey       jsonb NOT NULL,
    name          text NOT NULL,
    created_at    timestamptz NOT NULL,
    last_used_at  timestamptz
);
CREATE INDEX passkeys_person ON identity.passkeys (person);

-- What an authenticator was asked to sign. Deleted by the first answer, right or wrong.
CREATE TABLE identity.passkey_challenges (
    id         uuid PRIMARY KEY,
    purpose    text NOT NULL,
    -- Whose session asked; nobody's when it is to sign in.
    person     uuid REFERENCES identity.persons ON DELETE CASCADE,
    session    uuid,
    state      jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_challenges_person ON identity.passkey_challenges (person);
CREATE INDEX passkey_challenges_end ON identity.passkey_challenges (expires_at);
