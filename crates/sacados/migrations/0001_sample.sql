-- Says that this database is a sample State's: `serve --sample` made it, and no other may serve it.
CREATE TABLE sample.state (
    only      boolean     PRIMARY KEY DEFAULT true CHECK (only),
    made_at   timestamptz NOT NULL,
    furnished boolean     NOT NULL DEFAULT false
);
