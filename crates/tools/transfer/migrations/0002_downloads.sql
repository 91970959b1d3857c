-- Who was given the beginning of what, and not the end yet: the last bytes of a file alone are no download of it.
CREATE TABLE transfer.begun (
    recipient uuid NOT NULL REFERENCES transfer.recipients ON DELETE CASCADE,
    file      uuid NOT NULL REFERENCES transfer.files ON DELETE CASCADE,
    PRIMARY KEY (recipient, file)
);

-- Waiting parcels are looked through like drafts, for those that wait for nothing that comes.
DROP INDEX transfer.parcels_idle;
CREATE INDEX parcels_idle ON transfer.parcels (state, updated_at) WHERE state IN ('draft', 'waiting');
