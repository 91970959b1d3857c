-- What a group holds, each of its members holds while they are in it.
CREATE TABLE access.group_grants (
    scope      uuid        NOT NULL,
    "group"    uuid        NOT NULL,
    -- 10 read, 20 write, 30 manage: who has more also has less.
    level      smallint    NOT NULL CHECK (level IN (10, 20, 30)),
    granted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, "group")
);
CREATE INDEX grants_of_a_group ON access.group_grants ("group", scope) INCLUDE (level);
