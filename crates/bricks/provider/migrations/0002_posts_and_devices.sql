-- What the program of a device says of itself when it takes its tokens (RFC 9110 §10.1.5), cut; NULL for a grant that is no
-- device's.
ALTER TABLE provider.grants ADD COLUMN user_agent text;

-- The session whose ID token came with a sign-out by POST, which brings no cookie: looked at when its browser is back by GET.
ALTER TABLE provider.sign_outs ADD COLUMN session uuid;
