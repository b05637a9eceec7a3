-- What changed of late, for machine readers on every node: one row for each thing, with the week
-- and how often it changed. It is cleared away when two weeks are over.
CREATE TABLE changes (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    week BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX changes_week ON changes (week);

-- Suggestions that somebody waved away: these two tellings, and who only as a keyed hash.
CREATE TABLE dismissed (
    system_id UUID NOT NULL,
    telling_id UUID NOT NULL,
    other_id UUID NOT NULL,
    by_hash BYTEA NOT NULL,
    PRIMARY KEY (system_id, telling_id, other_id, by_hash)
);
CREATE INDEX dismissed_by ON dismissed (by_hash, telling_id);
CREATE INDEX dismissed_telling ON dismissed (telling_id);
CREATE INDEX dismissed_other ON dismissed (other_id);
