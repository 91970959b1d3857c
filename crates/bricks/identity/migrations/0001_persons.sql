-- Persons, and the ways in which they sign in.

CREATE TABLE identity.persons (
    id          uuid PRIMARY KEY,
    name        text,
    language    text NOT NULL,
    created_at  timestamptz NOT NULL,
    disabled_at timestamptz
);

-- Compared in lower case: the program writes no other.
CREATE TABLE identity.addresses (
    address   text COLLATE "C" PRIMARY KEY,
    -- Checked at commit: an address is taken first, its person made after, so that two requests make one person.
    person    uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    main      boolean NOT NULL,
    -- When somebody showed that they read this mailbox; without it, the address opens nothing.
    proven_at timestamptz
);
CREATE UNIQUE INDEX addresses_main ON identity.addresses (person) WHERE main;
CREATE INDEX addresses_person ON identity.addresses (person);

CREATE TABLE identity.passwords (
    person     uuid PRIMARY KEY REFERENCES identity.persons ON DELETE CASCADE,
    -- A PHC string: the algorithm, its parameters, the salt and the hash.
    hash       text NOT NULL,
    changed_at timestamptz NOT NULL
);

-- How often somebody tried a password for an address, whether or not anybody has it.
CREATE TABLE identity.password_tries (
    address text COLLATE "C" PRIMARY KEY,
    tries   integer NOT NULL,
    since   timestamptz NOT NULL
);
CREATE INDEX password_tries_since ON identity.password_tries (since);

-- A code that was mailed.
CREATE TABLE identity.mailed_codes (
    id         uuid PRIMARY KEY,
    address    text COLLATE "C" NOT NULL,
    hash       bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    -- Over all requests.
    tries      integer NOT NULL DEFAULT 0,
    used_at    timestamptz
);
CREATE INDEX mailed_codes_address ON identity.mailed_codes (address, created_at);
CREATE INDEX mailed_codes_created ON identity.mailed_codes (created_at);

-- Somebody who asked for a code. Several who ask in a row share the one that was mailed; one who asks too often gets
-- none, and is not told.
CREATE TABLE identity.code_requests (
    id         uuid PRIMARY KEY,
    code       uuid REFERENCES identity.mailed_codes ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    tries      integer NOT NULL DEFAULT 0
);
CREATE INDEX code_requests_code ON identity.code_requests (code);
CREATE INDEX code_requests_created ON identity.code_requests (created_at);

CREATE TABLE identity.sessions (
    id         uuid PRIMARY KEY,
    -- SHA-256 of what the cookie holds; the cookie itself is kept nowhere.
    secret     bytea NOT NULL UNIQUE,
    person     uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    strength   text NOT NULL,
    user_agent text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    closed_at  timestamptz
);
CREATE INDEX sessions_person ON identity.sessions (person);
CREATE INDEX sessions_end ON identity.sessions (expires_at);

CREATE TABLE identity.tokens (
    id           uuid PRIMARY KEY,
    secret       bytea NOT NULL UNIQUE,
    person       uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    name         text NOT NULL,
    scopes       text[] NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX tokens_person ON identity.tokens (person);
CREATE INDEX tokens_end ON identity.tokens (expires_at);

-- What must no longer be believed, in order. The counter's row is locked until commit, so a number is never seen
-- before a smaller one: whoever read up to n has missed nothing.
CREATE TABLE identity.revocation_counter (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    last     bigint NOT NULL
);
INSERT INTO identity.revocation_counter (last) VALUES (0);

CREATE TABLE identity.revocations (
    number bigint PRIMARY KEY,
    -- Everything that is this person's, or that one session or token.
    person uuid,
    pass   uuid,
    at     timestamptz NOT NULL
);
