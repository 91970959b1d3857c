-- Letters about what changed in an account, and counts that do not shut other ways in. Nothing that was released wrote the
-- key that changes.

-- When somebody was written to because a way into their account changed: so that a flood of changes is no flood of letters.
CREATE TABLE identity.account_letters (
    person uuid NOT NULL REFERENCES identity.persons ON DELETE CASCADE,
    at     timestamptz NOT NULL
);
CREATE INDEX account_letters_person ON identity.account_letters (person, at);
CREATE INDEX account_letters_at ON identity.account_letters (at);

-- Passwords, recovery codes and passwords of applications are tried each on their own account: who uses up the tries of one
-- leaves the others open.
ALTER TABLE identity.password_tries
    ADD COLUMN kind text COLLATE "C" NOT NULL DEFAULT 'password',
    DROP CONSTRAINT password_tries_pkey,
    ADD PRIMARY KEY (address, kind, household);
ALTER TABLE identity.password_tries ALTER COLUMN kind DROP DEFAULT;
