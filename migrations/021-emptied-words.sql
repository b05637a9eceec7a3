-- A version that was said before, whose words were emptied for good: when, and by whom. Where
-- nobody stands there, it was whoever runs the server. That it was said, by whom and when, stays.
ALTER TABLE wordings ADD COLUMN emptied BIGINT;
ALTER TABLE wordings ADD COLUMN emptied_by UUID;
CREATE INDEX wordings_id ON wordings (id);

-- The newest patterns of a group are read, and not all that it ever named.
CREATE INDEX patterns_newest ON patterns (system_id, at);
