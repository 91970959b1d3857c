-- Who may do what on which scope. Additive only: there is no row that takes a right away.
CREATE TABLE access.grants (
    scope      uuid        NOT NULL,
    person     uuid        NOT NULL,
    -- 10 read, 20 write, 30 manage: who has more also has less.
    level      smallint    NOT NULL CHECK (level IN (10, 20, 30)),
    granted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, person)
);

-- "What may this person read?" is asked for each list and each event of the live feed.
CREATE INDEX grants_of_a_person ON access.grants (person, scope) INCLUDE (level);
