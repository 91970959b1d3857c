-- The one sign-in, for other applications. Secrets are here as their SHA-256 and nowhere else as what they are.

-- What tokens are signed with: published before it signs, and for as long as what it signed may be shown.
CREATE TABLE provider.keys (
    kid             text COLLATE "C" PRIMARY KEY,
    alg             text NOT NULL,
    -- PKCS#8 under AES-256-GCM: twelve bytes of nonce, then the sealed key. The kid is bound to it.
    sealed          bytea NOT NULL,
    public          jsonb NOT NULL,
    signs_from      timestamptz NOT NULL,
    signs_until     timestamptz NOT NULL,
    published_until timestamptz NOT NULL
);

CREATE TABLE provider.clients (
    id                     uuid PRIMARY KEY,
    name                   text NOT NULL,
    uri                    text,
    logo_uri               text,
    native                 boolean NOT NULL,
    redirect_uris          text[] NOT NULL,
    post_logout_uris       text[] NOT NULL,
    backchannel_logout_uri text,
    auth_method            text NOT NULL,
    secret                 bytea,
    jwks                   jsonb,
    jwks_uri               text,
    grant_types            text[] NOT NULL,
    -- Empty: every scope that needs no leave.
    scopes                 text[] NOT NULL,
    userinfo_alg           text,
    id_token_alg           text NOT NULL,
    trusted                boolean NOT NULL,
    verified               boolean NOT NULL,
    resource_server        boolean NOT NULL,
    require_pushed         boolean NOT NULL,
    min_acr                text,
    registered             text NOT NULL,
    created_at             timestamptz NOT NULL,
    last_used_at           timestamptz
);
CREATE INDEX clients_unused ON provider.clients (created_at) WHERE registered = 'dynamic' AND last_used_at IS NULL;

-- What an application asked for: pushed by it, or shown to a person on a page.
CREATE TABLE provider.requests (
    secret         bytea PRIMARY KEY,
    client         uuid NOT NULL REFERENCES provider.clients ON DELETE CASCADE,
    pushed         boolean NOT NULL,
    asked          jsonb NOT NULL,
    -- The session whose person chose to go on with it.
    chosen_session uuid,
    created_at     timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    used_at        timestamptz
);
CREATE INDEX requests_end ON provider.requests (expires_at);

-- What a person lets an application know, until they take it back.
CREATE TABLE provider.consents (
    id       uuid PRIMARY KEY,
    person   uuid NOT NULL,
    client   uuid NOT NULL REFERENCES provider.clients ON DELETE CASCADE,
    scopes   text[] NOT NULL,
    given_at timestamptz NOT NULL,
    UNIQUE (person, client)
);

-- One sign-in to one application, and all that came of it.
CREATE TABLE provider.grants (
    id               uuid PRIMARY KEY,
    client           uuid NOT NULL REFERENCES provider.clients ON DELETE CASCADE,
    person           uuid NOT NULL,
    scopes           text[] NOT NULL,
    -- The session it came from, and whether it ends with it.
    session          uuid NOT NULL,
    dependent        boolean NOT NULL,
    device_id        text COLLATE "C",
    acr              text NOT NULL,
    amr              text[] NOT NULL,
    authenticated_at timestamptz NOT NULL,
    id_token_claims  text[] NOT NULL,
    userinfo_claims  text[] NOT NULL,
    created_at       timestamptz NOT NULL,
    last_used_at     timestamptz,
    last_address     text,
    ended_at         timestamptz
);
CREATE INDEX grants_person ON provider.grants (person, client) WHERE ended_at IS NULL;
CREATE INDEX grants_session ON provider.grants (session);
CREATE INDEX grants_client ON provider.grants (client);
CREATE INDEX grants_ended ON provider.grants (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE provider.codes (
    secret       bytea PRIMARY KEY,
    "grant"      uuid NOT NULL REFERENCES provider.grants ON DELETE CASCADE,
    redirect_uri text NOT NULL,
    challenge    text,
    nonce        text,
    expires_at   timestamptz NOT NULL,
    used_at      timestamptz
);
CREATE INDEX codes_grant ON provider.codes ("grant");
CREATE INDEX codes_end ON provider.codes (expires_at);

CREATE TABLE provider.access_tokens (
    secret     bytea PRIMARY KEY,
    "grant"    uuid NOT NULL REFERENCES provider.grants ON DELETE CASCADE,
    scopes     text[] NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX access_tokens_grant ON provider.access_tokens ("grant");
CREATE INDEX access_tokens_end ON provider.access_tokens (expires_at);

-- Each is used once and gives the next of its family, which is its grant.
CREATE TABLE provider.refresh_tokens (
    secret     bytea PRIMARY KEY,
    "grant"    uuid NOT NULL REFERENCES provider.grants ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    next       bytea
);
CREATE INDEX refresh_tokens_grant ON provider.refresh_tokens ("grant");
CREATE INDEX refresh_tokens_end ON provider.refresh_tokens (expires_at);
CREATE INDEX refresh_tokens_used ON provider.refresh_tokens (used_at) WHERE used_at IS NOT NULL;

-- RFC 8628: a device without a browser, and the person who lets it in.
CREATE TABLE provider.devices (
    secret      bytea PRIMARY KEY,
    user_code   text COLLATE "C" NOT NULL UNIQUE,
    client      uuid NOT NULL REFERENCES provider.clients ON DELETE CASCADE,
    scopes      text[] NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL,
    pause       integer NOT NULL,
    polled_at   timestamptz,
    decided_at  timestamptz,
    "grant"     uuid REFERENCES provider.grants ON DELETE CASCADE,
    used_at     timestamptz
);
CREATE INDEX devices_end ON provider.devices (expires_at);

-- How often a person looked for a device's code and found none.
CREATE TABLE provider.code_tries (
    person uuid PRIMARY KEY,
    tries  integer NOT NULL,
    since  timestamptz NOT NULL
);

-- An application asks that somebody be signed out, and the person has to say so.
CREATE TABLE provider.sign_outs (
    secret     bytea PRIMARY KEY,
    client     uuid REFERENCES provider.clients ON DELETE CASCADE,
    return_to  text,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX sign_outs_end ON provider.sign_outs (expires_at);

-- Assertions that were shown (RFC 7523 §3): each once.
CREATE TABLE provider.assertions (
    client     uuid NOT NULL,
    jti        text COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (client, jti)
);
CREATE INDEX assertions_end ON provider.assertions (expires_at);
