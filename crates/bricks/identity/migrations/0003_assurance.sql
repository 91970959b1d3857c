-- How sure we are of whoever a session is for, and the accounts elsewhere by which somebody may come.

ALTER TABLE identity.sessions
    -- OpenID Connect's acr and amr, in ProConnect's words.
    ADD COLUMN acr text NOT NULL DEFAULT 'eidas0',
    ADD COLUMN amr text[] NOT NULL DEFAULT '{}',
    -- When its person last showed who they are: at first when it opened, later when they confirmed something.
    ADD COLUMN authenticated_at timestamptz;
UPDATE identity.sessions SET authenticated_at = created_at,
       acr = CASE strength WHEN 'sample' THEN 'eidas1' WHEN 'password' THEN 'eidas1' ELSE 'eidas0' END,
       amr = CASE strength WHEN 'password' THEN '{pwd}'::text[] WHEN 'code' THEN '{mail}'::text[] ELSE '{}'::text[] END;
ALTER TABLE identity.sessions ALTER COLUMN authenticated_at SET NOT NULL;

-- An account of a person at somebody else's provider: the pair is what names it (OpenID Connect Core §5.7), never an
-- address.
CREATE TABLE identity.identities (
    issuer       text COLLATE "C" NOT NULL,
    subject      text COLLATE "C" NOT NULL,
    person       uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    linked_at    timestamptz NOT NULL,
    last_used_at timestamptz,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_person ON identity.identities (person);
