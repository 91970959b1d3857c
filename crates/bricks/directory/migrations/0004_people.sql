-- What the directory knows of a person beyond their name and addresses, which are identity's.
CREATE TABLE directory.people (
    person         uuid PRIMARY KEY,
    -- For ordering lists: a copy of the name, kept up to date by what identity tells.
    sort_name      text COLLATE "fr-x-icu" NOT NULL DEFAULT '',
    usage_name     text,
    civility       text,
    title          text,
    site           text,
    office         text,
    address        text,
    -- [{kind, number}]
    telephones     jsonb NOT NULL DEFAULT '[]',
    languages      text[] NOT NULL DEFAULT '{}',
    skills         text[] NOT NULL DEFAULT '{}',
    about          text,
    presence       text CHECK (presence IN ('available', 'busy', 'away', 'do_not_disturb')),
    presence_until timestamptz,
    -- {field: everyone | ministry | unit | nobody}; what is not said is for everyone.
    visibility     jsonb NOT NULL DEFAULT '{}',
    -- Absent from every answer, but to themselves and to the correspondents of their tree.
    protected      boolean NOT NULL DEFAULT false,
    -- The name that an organisation's own records give them, and whose records.
    external_tree  uuid,
    external_id    text COLLATE "C",
    source         text NOT NULL DEFAULT 'house',
    photo_at       timestamptz,
    updated_at     timestamptz NOT NULL
);
CREATE UNIQUE INDEX people_by_external_id ON directory.people (external_tree, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX people_protected ON directory.people (person) WHERE protected;

CREATE TABLE directory.photos (
    person     uuid PRIMARY KEY REFERENCES directory.people ON DELETE CASCADE,
    media_type text NOT NULL,
    bytes      bytea NOT NULL
);

-- Days as people count them, the last one included.
CREATE TABLE directory.absences (
    person    uuid PRIMARY KEY,
    from_day  date NOT NULL,
    until_day date NOT NULL CHECK (until_day >= from_day),
    message   text,
    deputy    uuid
);
CREATE INDEX absences_of_a_deputy ON directory.absences (deputy) WHERE deputy IS NOT NULL;

-- Which cards somebody has opened today, and how many; a card opened twice counts once.
CREATE TABLE directory.card_days (
    reader     uuid NOT NULL,
    day        date NOT NULL,
    cards      integer NOT NULL,
    refused_at timestamptz,
    PRIMARY KEY (reader, day)
);
CREATE INDEX card_days_refused ON directory.card_days (refused_at DESC) WHERE refused_at IS NOT NULL;
CREATE TABLE directory.cards_opened (
    reader uuid NOT NULL,
    day    date NOT NULL,
    person uuid NOT NULL,
    PRIMARY KEY (reader, day, person)
);
CREATE INDEX cards_opened_by_day ON directory.cards_opened (day);

CREATE TABLE directory.suggestions (
    id           uuid PRIMARY KEY,
    person       uuid NOT NULL,
    field        text NOT NULL,
    value        text NOT NULL,
    comment      text,
    suggested_by uuid NOT NULL,
    suggested_at timestamptz NOT NULL,
    decided_by   uuid,
    decided_at   timestamptz,
    accepted     boolean
);
CREATE INDEX suggestions_waiting ON directory.suggestions (suggested_at) WHERE decided_at IS NULL;
CREATE INDEX suggestions_about ON directory.suggestions (person) WHERE decided_at IS NULL;
CREATE INDEX suggestions_of_a_person ON directory.suggestions (suggested_by, suggested_at DESC);
