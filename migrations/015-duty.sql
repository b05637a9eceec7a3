-- A worry is raised with a place, and whoever is on duty there now hears and answers it. Nobody is
-- written down as the one it was raised with; who answered it is.
DROP INDEX worries_to;
ALTER TABLE worries DROP COLUMN to_id;
ALTER TABLE worries ADD COLUMN answered_by UUID;
CREATE INDEX worries_of_place ON worries (system_id, kind, answered, at);
CREATE INDEX worries_answered_by ON worries (answered_by);
