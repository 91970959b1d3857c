-- The trail outlives the outbox, whose facts are pruned once everybody has heard them.
CREATE TABLE audit.trail (
    number     bigint      PRIMARY KEY,
    told_at    timestamptz NOT NULL,
    action     text        NOT NULL,
    actor_kind text        NOT NULL CHECK (actor_kind IN ('person', 'application', 'system')),
    actor      uuid,
    scope      uuid,
    tool       text,
    kind       text,
    thing      uuid,
    title      text,
    details    jsonb       NOT NULL,
    CHECK ((actor IS NULL) = (actor_kind = 'system'))
);
CREATE INDEX trail_by_action ON audit.trail (action text_pattern_ops, number DESC);
CREATE INDEX trail_by_thing ON audit.trail (thing, number DESC) WHERE thing IS NOT NULL;

-- What was written stays as it was written.
CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is only ever added to';
END
$$;
CREATE TRIGGER trail_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.trail
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
