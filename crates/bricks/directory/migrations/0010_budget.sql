-- Beside the cards opened: about how many different people a reader was shown in a day (and by which marks they are counted), and
-- how many questions they asked by the digits of a number.
ALTER TABLE directory.card_days
    ADD COLUMN people  integer NOT NULL DEFAULT 0,
    ADD COLUMN shown   bytea,
    ADD COLUMN numbers integer NOT NULL DEFAULT 0;
