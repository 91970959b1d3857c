-- Which part of a name is given, where an employer or a ministry's provider said so. It counts for as long as the name begins
-- with it: whoever is called otherwise since has no given name here.
ALTER TABLE identity.persons ADD COLUMN given_name text;
