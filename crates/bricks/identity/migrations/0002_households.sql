-- What a stranger asks for or tries somewhere else must not shut a person out, so both are counted by where they come
-- from: a household, an IPv4 address or an IPv6 /64. Nothing that was released wrote the tables that go.

DROP TABLE identity.code_requests, identity.mailed_codes, identity.password_tries;

-- A code that was mailed, under the id that was given to whoever asked for it, and to nobody else.
CREATE TABLE identity.codes (
    id         uuid PRIMARY KEY,
    address    text COLLATE "C" NOT NULL,
    household  text COLLATE "C" NOT NULL,
    hash       bytea NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    tries      integer NOT NULL DEFAULT 0,
    used_at    timestamptz
);
CREATE INDEX codes_address ON identity.codes (address, created_at);
CREATE INDEX codes_household ON identity.codes (household, created_at);
CREATE INDEX codes_created ON identity.codes (created_at);

-- How often a household tried a password for an address, whether or not anybody has it.
CREATE TABLE identity.password_tries (
    address   text COLLATE "C" NOT NULL,
    household text COLLATE "C" NOT NULL,
    tries     integer NOT NULL,
    since     timestamptz NOT NULL,
    PRIMARY KEY (address, household)
);
CREATE INDEX password_tries_since ON identity.password_tries (since);

-- Tokens of who is suspended were only asleep until now.
UPDATE identity.tokens t SET revoked_at = p.disabled_at
  FROM identity.persons p
 WHERE p.id = t.person AND p.disabled_at IS NOT NULL AND t.revoked_at IS NULL;
