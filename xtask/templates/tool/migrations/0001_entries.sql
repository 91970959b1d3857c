CREATE TABLE __tool__.entries (
    id         uuid        PRIMARY KEY,
    scope      uuid        NOT NULL,
    owner      uuid        NOT NULL,
    title      text        NOT NULL,
    written_at timestamptz NOT NULL
);

CREATE INDEX entries_of_owner ON __tool__.entries (owner, written_at DESC);
