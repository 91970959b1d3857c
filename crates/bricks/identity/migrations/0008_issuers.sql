-- By which provider a session was opened, where it was not by an account of the house: what outlives the session can still be
-- ended when that provider says so, or is trusted no longer. Sessions of before say nothing, like those of the house.
ALTER TABLE identity.sessions ADD COLUMN issuer text COLLATE "C";
