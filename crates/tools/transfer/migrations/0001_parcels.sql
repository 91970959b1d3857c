CREATE TABLE transfer.parcels (
    id         uuid        PRIMARY KEY,
    scope      uuid        NOT NULL UNIQUE,
    sender     uuid        NOT NULL,
    state      text        NOT NULL CHECK (state IN ('draft', 'waiting', 'sent', 'expired', 'withdrawn')),
    title      text        NOT NULL DEFAULT '',
    message    text        NOT NULL DEFAULT '',
    language   text        NOT NULL CHECK (language IN ('fr', 'en')),
    -- The last day in Europe/Paris; without one, a draft takes the default when it leaves.
    ends_on    date,
    expires_at timestamptz,
    -- How many files must have arrived before a waiting parcel leaves: some may not even have been announced yet.
    awaited    integer     NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    sent_at    timestamptz,
    ended_at   timestamptz,
    -- The sender as recipients read them, as they were when the parcel was sent.
    sender_name         text    NOT NULL DEFAULT '',
    sender_address      text    NOT NULL DEFAULT '',
    sender_organisation text,
    sender_agent        boolean NOT NULL DEFAULT false,
    CHECK (state IN ('draft', 'waiting') OR (sent_at IS NOT NULL AND ends_on IS NOT NULL AND expires_at IS NOT NULL)),
    CHECK ((state IN ('expired', 'withdrawn')) = (ended_at IS NOT NULL))
);
CREATE INDEX parcels_sent ON transfer.parcels (sender, (coalesce(sent_at, updated_at)) DESC, id DESC)
 WHERE state IN ('waiting', 'sent');
CREATE INDEX parcels_drafts ON transfer.parcels (sender, updated_at DESC, id DESC) WHERE state = 'draft';
CREATE INDEX parcels_ended ON transfer.parcels (sender, ended_at DESC, id DESC) WHERE state IN ('expired', 'withdrawn');
CREATE INDEX parcels_expiring ON transfer.parcels (expires_at) WHERE state = 'sent';
CREATE INDEX parcels_idle ON transfer.parcels (updated_at) WHERE state = 'draft';

CREATE TABLE transfer.recipients (
    id           uuid        PRIMARY KEY,
    parcel       uuid        NOT NULL REFERENCES transfer.parcels ON DELETE CASCADE,
    position     integer     NOT NULL,
    address      text        NOT NULL,
    -- Known from the moment the sender asks to send.
    person       uuid,
    agent        boolean     NOT NULL,
    name         text,
    organisation text,
    language     text        NOT NULL CHECK (language IN ('fr', 'en')),
    mail         text        NOT NULL DEFAULT 'waiting' CHECK (mail IN ('waiting', 'sent', 'failed', 'bounced')),
    opened_at    timestamptz,
    -- The last day a reminder left, and whether the one before the end did.
    reminded_on  date,
    last_call    boolean     NOT NULL DEFAULT false,
    UNIQUE (parcel, address)
);
CREATE INDEX recipients_of_person ON transfer.recipients (person, parcel) WHERE person IS NOT NULL;

CREATE TABLE transfer.files (
    id         uuid        PRIMARY KEY,
    parcel     uuid        NOT NULL REFERENCES transfer.parcels ON DELETE CASCADE,
    position   bigint      GENERATED ALWAYS AS IDENTITY,
    -- Where the bytes are; none once they have been removed.
    blob       uuid        UNIQUE,
    path       text        NOT NULL,
    -- The path as compared: two that differ only by case are one on many machines.
    folded     text        NOT NULL,
    size       bigint      NOT NULL CHECK (size >= 0),
    -- A memory of what the blob said last; the blob knows.
    received   bigint      NOT NULL DEFAULT 0,
    complete   boolean     NOT NULL DEFAULT false,
    media_type text        NOT NULL,
    sha256     bytea,
    created_at timestamptz NOT NULL,
    touched_at timestamptz NOT NULL,
    UNIQUE (parcel, folded)
);
CREATE INDEX files_idle ON transfer.files (touched_at) WHERE NOT complete;

CREATE TABLE transfer.downloads (
    recipient uuid        NOT NULL REFERENCES transfer.recipients ON DELETE CASCADE,
    file      uuid        NOT NULL REFERENCES transfer.files ON DELETE CASCADE,
    count     integer     NOT NULL,
    last_at   timestamptz NOT NULL,
    PRIMARY KEY (recipient, file)
);

-- What the sender's page tells of a parcel, in order.
CREATE TABLE transfer.events (
    number    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    parcel    uuid        NOT NULL REFERENCES transfer.parcels ON DELETE CASCADE,
    at        timestamptz NOT NULL,
    kind      text        NOT NULL,
    recipient uuid        REFERENCES transfer.recipients ON DELETE CASCADE,
    file      uuid        REFERENCES transfer.files ON DELETE CASCADE
);
CREATE INDEX events_of_parcel ON transfer.events (parcel, number DESC);

-- Bytes that nobody may read any more: written with the change that ends them, removed by a job.
CREATE TABLE transfer.doomed (
    blob uuid PRIMARY KEY
);
