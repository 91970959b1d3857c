-- A file about the people or the organisations of a tree: read, compared, shown, and applied when somebody says so.
CREATE TABLE directory.imports (
    id           uuid PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('people', 'organisations', 'dila')),
    -- The top of the tree it is limited to; nothing: the whole house.
    organisation uuid REFERENCES directory.organisations,
    state        text NOT NULL CHECK (state IN ('checking', 'checked', 'refused', 'applied')),
    -- The columns of the file: what it does not speak of stays.
    columns      text[] NOT NULL DEFAULT '{}',
    report       jsonb NOT NULL DEFAULT '{}',
    made_by      uuid NOT NULL,
    made_at      timestamptz NOT NULL,
    -- Since when somebody has been working on it.
    busy_since   timestamptz,
    applied_by   uuid,
    applied_at   timestamptz
);
CREATE INDEX imports_newest ON directory.imports (made_at DESC);

CREATE TABLE directory.import_lines (
    import  uuid NOT NULL REFERENCES directory.imports ON DELETE CASCADE,
    line    integer NOT NULL,
    -- Whom or what it speaks of, when that was found.
    subject uuid,
    -- added, changed, unchanged, or fault: then it only says that its subject is still there.
    outcome text NOT NULL,
    content jsonb NOT NULL,
    PRIMARY KEY (import, line)
);
CREATE INDEX import_lines_subject ON directory.import_lines (import, subject) WHERE subject IS NOT NULL;
