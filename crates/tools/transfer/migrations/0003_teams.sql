-- The groups and teams that a parcel is for: whoever is in one receives it, while they are.
CREATE TABLE transfer.teams (
    parcel   uuid    NOT NULL REFERENCES transfer.parcels ON DELETE CASCADE,
    team     uuid    NOT NULL,
    position integer NOT NULL,
    -- As it was called when it was chosen.
    name     text    NOT NULL,
    PRIMARY KEY (parcel, team)
);
CREATE INDEX teams_parcels ON transfer.teams (team, parcel);

ALTER TABLE transfer.recipients
    -- By which team they are one, when nobody wrote their address: they read while they are in it.
    ADD COLUMN team uuid,
    -- What the sender may not know: that they are one, or at what address.
    ADD COLUMN hidden boolean NOT NULL DEFAULT false,
    ADD COLUMN address_hidden boolean NOT NULL DEFAULT false;
CREATE INDEX recipients_by_team ON transfer.recipients (person, parcel) WHERE team IS NOT NULL;
