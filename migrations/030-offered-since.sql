-- From when on a thing is offered to somebody, which may be long after it was written. What stood
-- before is taken to have been offered when it was written.
ALTER TABLE audiences ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
UPDATE audiences SET since = at;

-- What reached somebody by name is asked for by who they are, and by when it reached them.
DROP INDEX audiences_by_name;
CREATE INDEX audiences_by_name ON audiences (to_id, since) WHERE to_kind = 'person';

-- Whether somebody looked at one thing is asked by who they are, however much others looked at what
-- its teller told.
CREATE INDEX looked_by_whom ON looked (reader_id, thing_id);
