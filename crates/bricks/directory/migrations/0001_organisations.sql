CREATE TABLE directory.organisations (
    id       uuid PRIMARY KEY,
    parent   uuid REFERENCES directory.organisations,
    name     text NOT NULL CHECK (name <> ''),
    acronym  text,
    -- ministry, direction, bureau, operator, local
    kind     text NOT NULL,
    added_at timestamptz NOT NULL
);
CREATE INDEX organisations_by_parent ON directory.organisations (parent);

-- An address at one of these domains says for whom somebody works, until an affiliation says better.
CREATE TABLE directory.domains (
    domain       text PRIMARY KEY CHECK (domain = lower(domain)),
    organisation uuid NOT NULL REFERENCES directory.organisations,
    population   text NOT NULL CHECK (population IN ('agent', 'contractor'))
);

CREATE TABLE directory.affiliations (
    id           uuid PRIMARY KEY,
    person       uuid NOT NULL,
    organisation uuid NOT NULL REFERENCES directory.organisations,
    population   text NOT NULL CHECK (population IN ('agent', 'contractor', 'external')),
    title        text,
    unit         text,
    since        timestamptz NOT NULL,
    until        timestamptz,
    CHECK (until IS NULL OR until > since)
);
CREATE INDEX affiliations_of_a_person ON directory.affiliations (person, since DESC);
