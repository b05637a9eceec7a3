-- Whoever was asked to come and talk says that they will, or not now: whoever asked them reads it,
-- and nobody else. There is no column for why. Until they answered, it stands for nothing whether
-- they come.
ALTER TABLE convened ADD COLUMN comes BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE convened ADD COLUMN answered BIGINT;
CREATE INDEX convened_answered ON convened (asked_by, answered);
