-- Who keeps people safe here, who looks after this: asked on nearly every page, and answered
-- without walking along everybody who is or was part of the place.
CREATE INDEX standings_here ON standings (system_id, kind, ended);

-- What a teller wishes is asked for each telling of a list, wherever it is at home.
CREATE INDEX wishes_of_telling ON wishes (telling_id);

-- What else is looked up by something other than the system it is at home in. A test of `store`
-- says which questions may walk along a whole table, and why (crates/store/tests/walks.txt).
CREATE INDEX laid_in_pattern ON laid (pattern_id);
CREATE INDEX sayings_said_by ON sayings (said_by);
CREATE INDEX worries_id ON worries (id);
CREATE INDEX worries_of_telling ON worries (telling_id);
CREATE INDEX came_seen_of_telling ON came_seen (telling_id);
