-- The file itself is kept until it is applied, and read again then: keeping its lines one by one cost more than reading them.
-- directory.import_lines is for the previous release alone; the next one drops it.
ALTER TABLE directory.imports ADD COLUMN file bytea;
-- It is gone within a week: squeezing it is not worth the time.
ALTER TABLE directory.imports ALTER COLUMN file SET STORAGE EXTERNAL;
