-- What a person was asked and said yes to. `scopes` is all that an application was given, which is listed; one that the house
-- answers for is given it without asking, and must ask on the day on which the house answers for it no longer.
ALTER TABLE provider.consents ADD COLUMN agreed text[] NOT NULL DEFAULT '{}';
UPDATE provider.consents n SET agreed = n.scopes
  FROM provider.clients c WHERE c.id = n.client AND NOT c.trusted;
