-- What was given to somebody who did not stand in that tree was given on purpose, and does not end with a place they never had.
ALTER TABLE directory.correspondents ADD COLUMN outside boolean NOT NULL DEFAULT false;
ALTER TABLE directory.holders ADD COLUMN outside boolean NOT NULL DEFAULT false;
