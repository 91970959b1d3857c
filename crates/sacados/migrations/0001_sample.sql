-- Says that this database is a sample State's: `serve --sample` made it, and no other may serve it.
CREATE TABLE sample.state (
    single    boolean     PRIMARY KEY DEFAULT true CHECK (single),
    made_at   timestamptz NOT NULL,
    furnished boolean     NOT NULL DEFAULT false
);
