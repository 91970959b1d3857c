-- Letters kept here for want of a relay: an installation on trial, or a developer's.
CREATE TABLE mail.outbox (
    id      uuid        PRIMARY KEY,
    "to"    text        NOT NULL,
    subject text        NOT NULL,
    html    text        NOT NULL,
    "text"  text        NOT NULL,
    at      timestamptz NOT NULL
);
CREATE INDEX outbox_by_age ON mail.outbox (at DESC, id DESC);

-- Letters that left or were refused, by the digest of their key: posted again, they do not leave again.
CREATE TABLE mail.settled (
    letter text        PRIMARY KEY,
    at     timestamptz NOT NULL
);
CREATE INDEX settled_by_age ON mail.settled (at);
