-- A team (seen by every agent) or a group (seen by its members alone): principals of rights, in every tool.
CREATE TABLE directory.groups (
    id          uuid PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('team', 'group')),
    name        text NOT NULL,
    description text,
    made_by     uuid NOT NULL,
    made_at     timestamptz NOT NULL,
    ended_at    timestamptz
);

CREATE TABLE directory.memberships (
    group_id uuid NOT NULL REFERENCES directory.groups,
    person   uuid NOT NULL,
    role     text NOT NULL CHECK (role IN ('member', 'owner')),
    since    timestamptz NOT NULL,
    until    timestamptz,
    PRIMARY KEY (group_id, person)
);
CREATE INDEX memberships_of_a_person ON directory.memberships (person);
