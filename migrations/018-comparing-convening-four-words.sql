-- A suggestion that two patterns are alike which somebody waved away. Who it was stands there as a
-- keyed hash, and as nothing else.
CREATE TABLE patterns_apart (
    system_id UUID NOT NULL,
    pattern_id UUID NOT NULL,
    other_pattern_id UUID NOT NULL,
    by_hash BYTEA NOT NULL,
    PRIMARY KEY (system_id, pattern_id, other_pattern_id, by_hash)
);
CREATE INDEX patterns_apart_by ON patterns_apart (by_hash);

-- Who was asked to come and talk about a question. It is an asking, and lets nobody read more.
CREATE TABLE convened (
    system_id UUID NOT NULL,
    inquiry_id UUID NOT NULL,
    person_id UUID NOT NULL,
    asked_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, inquiry_id, person_id)
);
CREATE INDEX convened_inquiry ON convened (inquiry_id);
CREATE INDEX convened_person ON convened (person_id, at);

-- Something read with four words: variety, empathy, strengths and trust. Sealed under the key of
-- the telling it is about, or of the system whose group holds what it is about. There is no column
-- for a number, and none for a person it could be about.
CREATE TABLE vest_readings (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    thing_kind TEXT NOT NULL,
    thing_id UUID NOT NULL,
    said_by UUID NOT NULL,
    variety BYTEA,
    empathy BYTEA,
    strengths BYTEA,
    trust BYTEA,
    at BIGINT NOT NULL,
    answer BYTEA,
    answered_by UUID,
    answered BIGINT,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX vest_readings_thing ON vest_readings (thing_id, at);
CREATE INDEX vest_readings_said_by ON vest_readings (said_by);
CREATE INDEX vest_readings_answered_by ON vest_readings (answered_by);
