-- Photos are drawn anew when they are given; those kept as they came before that are, when they are next looked at.
ALTER TABLE directory.photos ADD COLUMN drawn boolean NOT NULL DEFAULT false;
