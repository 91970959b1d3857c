-- The ID token by which a session was opened, sealed (AES-256-GCM): shown to its provider again when its person signs out.
ALTER TABLE hub.sessions ADD COLUMN sealed_id_token text;
