-- The OpenID Connect provider of a ministry.
CREATE TABLE hub.providers (
    id            uuid PRIMARY KEY,
    name          text NOT NULL CHECK (name <> ''),
    -- With the subject it gives, what names an account (OpenID Connect Core §5.7): so never two providers of one issuer.
    issuer        text COLLATE "C" NOT NULL UNIQUE,
    client_id     text NOT NULL,
    client_auth   text NOT NULL CHECK (client_auth IN ('client_secret_basic', 'client_secret_post', 'private_key_jwt')),
    -- Sealed (AES-256-GCM, the provider's id as additional data); no secret stands here in clear.
    sealed_secret bytea,
    -- The domains whose addresses it signs in, and those it may answer with besides.
    domains       text[] NOT NULL,
    extra_domains text[] NOT NULL,
    arrivals      text NOT NULL CHECK (arrivals IN ('create', 'invitation', 'refuse')),
    mandatory     boolean NOT NULL,
    acr_map       jsonb NOT NULL,
    default_acr   text NOT NULL,
    organisation  uuid,
    enabled       boolean NOT NULL,
    added_at      timestamptz NOT NULL,
    -- What it says of itself, kept so that it is still known while it does not answer.
    metadata      jsonb,
    keys          jsonb,
    documents_at  timestamptz,
    -- The last time somebody asked again for its keys because of one that was unknown.
    keys_asked_at timestamptz,
    -- Whether it answered the last time, and since when that has been so.
    up            boolean,
    state_since   timestamptz,
    state_error   text,
    checked_at    timestamptz
);
CREATE INDEX providers_by_domain ON hub.providers USING gin (domains);

-- A browser on its way to a provider. Neither the state nor the secret of the browser is here: only their SHA-256; the
-- nonce and the PKCE verifier are made of both, so they are nowhere.
CREATE TABLE hub.attempts (
    state      bytea PRIMARY KEY,
    browser    bytea NOT NULL,
    provider   uuid NOT NULL REFERENCES hub.providers ON DELETE CASCADE,
    purpose    text NOT NULL CHECK (purpose IN ('sign_in', 'link', 'confirm')),
    -- For whom, when they were signed in.
    person     uuid,
    session    uuid,
    next       text NOT NULL,
    started_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX attempts_over ON hub.attempts (expires_at);

-- Somebody whom a provider vouches for and whom nobody here is yet: one for each browser.
CREATE TABLE hub.arrivals (
    browser    bytea PRIMARY KEY,
    provider   uuid NOT NULL REFERENCES hub.providers ON DELETE CASCADE,
    -- Who they are there, and how they showed it.
    vouched    jsonb NOT NULL,
    next       text NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX arrivals_over ON hub.arrivals (expires_at);

-- The sessions that were opened by a provider, so that it may close them.
CREATE TABLE hub.sessions (
    session   uuid PRIMARY KEY,
    person    uuid NOT NULL,
    provider  uuid NOT NULL REFERENCES hub.providers ON DELETE CASCADE,
    subject   text COLLATE "C" NOT NULL,
    -- The session at the provider.
    sid       text COLLATE "C",
    opened_at timestamptz NOT NULL
);
CREATE INDEX sessions_of_a_subject ON hub.sessions (provider, subject);
CREATE INDEX sessions_of_a_sid ON hub.sessions (provider, sid);
CREATE INDEX sessions_by_age ON hub.sessions (opened_at);

-- Logout tokens already honoured: one is worth once.
CREATE TABLE hub.logout_tokens (
    provider uuid NOT NULL REFERENCES hub.providers ON DELETE CASCADE,
    jti      text COLLATE "C" NOT NULL,
    until    timestamptz NOT NULL,
    PRIMARY KEY (provider, jti)
);

-- Somebody asks that their new account be theirs without being able to prove the old one: both administrations agree.
CREATE TABLE hub.transfers (
    id               uuid PRIMARY KEY,
    provider         uuid NOT NULL REFERENCES hub.providers ON DELETE CASCADE,
    vouched          jsonb NOT NULL,
    person           uuid NOT NULL,
    old_organisation uuid NOT NULL,
    new_organisation uuid NOT NULL,
    comment          text NOT NULL,
    asked_at         timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    old_agreed_by    uuid,
    new_agreed_by    uuid,
    CHECK (old_agreed_by <> new_agreed_by)
);
CREATE INDEX transfers_old ON hub.transfers (old_organisation, asked_at);
CREATE INDEX transfers_new ON hub.transfers (new_organisation, asked_at);
CREATE INDEX transfers_of_a_person ON hub.transfers (person);
CREATE INDEX transfers_over ON hub.transfers (expires_at);

-- The keys by which the house shows providers that it is their client (private_key_jwt), sealed.
CREATE TABLE hub.keys (
    id      text PRIMARY KEY,
    sealed  bytea NOT NULL,
    public  jsonb NOT NULL,
    made_at timestamptz NOT NULL
);
