CREATE TABLE house.facts (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    told_at timestamptz NOT NULL DEFAULT now(),
    body    jsonb       NOT NULL
);

-- A fact takes its place when it is numbered, after commit: numbers taken before commit can
-- appear out of order, and a listener would pass over the late ones.
CREATE TABLE house.order_of_facts (
    number bigint PRIMARY KEY,
    fact   bigint NOT NULL UNIQUE REFERENCES house.facts ON DELETE CASCADE
);

-- Rows come and go with each fact: swept early, so that looking for the next one stays cheap.
CREATE TABLE house.unnumbered (
    fact bigint PRIMARY KEY REFERENCES house.facts ON DELETE CASCADE
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Numbers are never given twice, even when every fact has been pruned.
CREATE TABLE house.counter (
    lone boolean PRIMARY KEY DEFAULT true CHECK (lone),
    last bigint  NOT NULL
);
INSERT INTO house.counter (last) VALUES (0);

-- node is empty for those who listen once per house.
CREATE TABLE house.bookmarks (
    listener text        NOT NULL,
    node     text        NOT NULL DEFAULT '',
    number   bigint      NOT NULL,
    failing  bigint,
    tries    integer     NOT NULL DEFAULT 0,
    seen_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (listener, node)
);

-- What a listener could not take. The body is copied: it outlives the pruning of facts.
CREATE TABLE house.set_aside (
    listener text        NOT NULL,
    node     text        NOT NULL DEFAULT '',
    number   bigint      NOT NULL,
    told_at  timestamptz NOT NULL,
    body     jsonb       NOT NULL,
    error    text        NOT NULL,
    at       timestamptz NOT NULL,
    again    boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (listener, node, number)
);

CREATE TABLE house.nodes (
    name       text        PRIMARY KEY,
    started_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now()
);

-- run_at is -infinity for "at once", so that a made-up clock and the database agree on it.
CREATE TABLE house.jobs (
    id            uuid        PRIMARY KEY,
    turn          bigint      GENERATED ALWAYS AS IDENTITY,
    queue         text        NOT NULL,
    key           text,
    payload       jsonb       NOT NULL,
    state         text        NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'running', 'dead')),
    attempts      integer     NOT NULL DEFAULT 0,
    most_attempts integer     NOT NULL DEFAULT 1,
    run_at        timestamptz NOT NULL DEFAULT '-infinity',
    discard_after timestamptz,
    enqueued_at   timestamptz NOT NULL DEFAULT now(),
    node          text,
    lease_until   timestamptz,
    last_error    text,
    failed_at     timestamptz
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000);
CREATE INDEX jobs_waiting ON house.jobs (queue, run_at, turn) WHERE state = 'pending';
CREATE UNIQUE INDEX jobs_once ON house.jobs (queue, key) WHERE state = 'pending';
CREATE INDEX jobs_running ON house.jobs (lease_until) WHERE state = 'running';
CREATE INDEX jobs_dead ON house.jobs (failed_at) WHERE state = 'dead';

-- Queues that got a job and whose workers have not been woken yet: visible only once committed.
CREATE TABLE house.fresh_jobs (
    queue text NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE TABLE house.routines (
    name        text        PRIMARY KEY,
    started_at  timestamptz,
    finished_at timestamptz,
    last_error  text,
    node        text,
    lease_until timestamptz
);
