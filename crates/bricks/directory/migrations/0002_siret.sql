-- What names an organisation to the rest of the State (INSEE's SIRET, 14 digits), and where an affiliation was learnt.
ALTER TABLE directory.organisations ADD COLUMN siret text COLLATE "C" UNIQUE CHECK (siret ~ '^[0-9]{14}$');
ALTER TABLE directory.affiliations ADD COLUMN source text NOT NULL DEFAULT 'house';
