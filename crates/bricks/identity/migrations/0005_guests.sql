-- Who was let in by somebody, addresses that are added, and passwords for programs.

-- A code asked for by somebody who adds an address to their own: it proves that and opens nothing.
ALTER TABLE identity.codes ADD COLUMN person uuid REFERENCES identity.persons ON DELETE CASCADE;

-- `application_password`: shown with an address, by programs that know no better.
ALTER TABLE identity.tokens ADD COLUMN kind text NOT NULL DEFAULT 'token';

-- Somebody who may be here for as long as an agent answers for them.
CREATE TABLE identity.guests (
    id           uuid PRIMARY KEY,
    person       uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    sponsor      uuid REFERENCES identity.persons ON DELETE SET NULL,
    reason       text NOT NULL,
    -- The last day, and when it is over everywhere on earth.
    until        date NOT NULL,
    ends_at      timestamptz NOT NULL,
    -- Whether they came in by themselves before: then they still may when this is over.
    own_standing boolean NOT NULL,
    created_at   timestamptz NOT NULL,
    ended_at     timestamptz
);
CREATE INDEX guests_person ON identity.guests (person);
CREATE INDEX guests_sponsor ON identity.guests (sponsor, created_at);
CREATE INDEX guests_end ON identity.guests (ends_at) WHERE ended_at IS NULL;

CREATE TABLE identity.invitations (
    id           uuid PRIMARY KEY,
    -- SHA-256 of the key in the link.
    key          bytea NOT NULL UNIQUE,
    address      text COLLATE "C" NOT NULL,
    name         text NOT NULL,
    invited_by   uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    -- `NULL`: as an agent.
    guest        uuid REFERENCES identity.guests ON DELETE CASCADE,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    accepted_at  timestamptz,
    withdrawn_at timestamptz
);
CREATE INDEX invitations_by ON identity.invitations (invited_by, created_at);
CREATE INDEX invitations_address ON identity.invitations (address);
CREATE INDEX invitations_end ON identity.invitations (expires_at);
