-- By which provider the session was opened in which somebody said yes. Copied from there, for a lasting grant outlives it.
ALTER TABLE provider.grants ADD COLUMN issuer text COLLATE "C";
CREATE INDEX grants_issuer ON provider.grants (issuer, person) WHERE ended_at IS NULL AND issuer IS NOT NULL;
