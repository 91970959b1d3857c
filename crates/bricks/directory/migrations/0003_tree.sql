-- Organisations as a dated tree. The path, from the root to the organisation itself, makes ancestors and subtrees one look.
ALTER TABLE directory.organisations
    ADD COLUMN path uuid[] NOT NULL DEFAULT '{}',
    ADD COLUMN missions text,
    ADD COLUMN telephone text,
    ADD COLUMN address text,
    ADD COLUMN mail text,
    ADD COLUMN site text,
    -- The first and the last day of its life.
    ADD COLUMN since date,
    ADD COLUMN until date,
    ADD COLUMN successor uuid REFERENCES directory.organisations,
    -- The name that the source of an import gives it.
    ADD COLUMN external_id text COLLATE "C",
    ADD COLUMN source text NOT NULL DEFAULT 'house',
    ADD COLUMN updated_at timestamptz,
    -- People placed here today whom everybody may know of; counted again whenever somebody comes or goes.
    ADD COLUMN people integer NOT NULL DEFAULT 0;

WITH RECURSIVE tree AS (
    SELECT id, ARRAY[id] AS path FROM directory.organisations WHERE parent IS NULL
    UNION ALL
    SELECT o.id, tree.path || o.id FROM directory.organisations o JOIN tree ON o.parent = tree.id
)
UPDATE directory.organisations o SET path = tree.path FROM tree WHERE tree.id = o.id;

CREATE INDEX organisations_by_path ON directory.organisations USING gin (path);
CREATE UNIQUE INDEX organisations_by_external_id ON directory.organisations (source, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX affiliations_of_an_organisation ON directory.affiliations (organisation, person);
-- What begins or ends by itself, as time passes.
CREATE INDEX affiliations_ending ON directory.affiliations (until) WHERE until IS NOT NULL;
CREATE INDEX affiliations_beginning ON directory.affiliations (since);
CREATE INDEX domains_of_an_organisation ON directory.domains (organisation);

-- What somebody is charged with (« chef du bureau 2B »): the function stays, its holders change.
CREATE TABLE directory.functions (
    id           uuid PRIMARY KEY,
    organisation uuid NOT NULL REFERENCES directory.organisations,
    title        text NOT NULL,
    -- Whether its holder is the head of the organisation.
    heads        boolean NOT NULL DEFAULT false,
    since        timestamptz NOT NULL,
    until        timestamptz
);
CREATE INDEX functions_of_an_organisation ON directory.functions (organisation) WHERE until IS NULL;
CREATE UNIQUE INDEX functions_that_head ON directory.functions (organisation) WHERE heads AND until IS NULL;

CREATE TABLE directory.holders (
    id       uuid PRIMARY KEY,
    function uuid NOT NULL REFERENCES directory.functions,
    person   uuid NOT NULL,
    since    timestamptz NOT NULL,
    until    timestamptz
);
CREATE UNIQUE INDEX holders_today ON directory.holders (function) WHERE until IS NULL;
CREATE INDEX holders_of_a_function ON directory.holders (function, since DESC);
CREATE INDEX functions_of_a_person ON directory.holders (person) WHERE until IS NULL;

-- Who keeps a tree up to date: an organisation and all below it.
CREATE TABLE directory.correspondents (
    organisation uuid NOT NULL REFERENCES directory.organisations,
    person       uuid NOT NULL,
    since        timestamptz NOT NULL,
    PRIMARY KEY (organisation, person)
);
CREATE INDEX correspondents_by_person ON directory.correspondents (person);
