-- What was told to somebody by name is asked for by who they are, whatever system it is at home in.
CREATE INDEX audiences_by_name ON audiences (to_id, at) WHERE to_kind = 'person';
