-- Systems of interest, at every scale; a place is one of them.
CREATE TABLE systems (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    scale TEXT NOT NULL,
    name BYTEA NOT NULL,
    theme BYTEA,
    area BYTEA,
    edge_why BYTEA,
    made_by UUID,
    made BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX systems_of_place ON systems (place_id);

-- What a place says of itself before it opens.
CREATE TABLE places (
    system_id UUID NOT NULL PRIMARY KEY,
    zone TEXT NOT NULL,
    made_up BOOLEAN NOT NULL,
    story_word BYTEA,
    stories_word BYTEA,
    controllers BYTEA,
    data_protection BYTEA,
    keeping BYTEA,
    ring_now BYTEA,
    read_by BYTEA,
    open_door BOOLEAN NOT NULL,
    opened BIGINT,
    revision BIGINT NOT NULL
);

-- Nesting and overlap. Membership never flows along these rows.
CREATE TABLE nestings (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    inner_id UUID NOT NULL,
    outer_id UUID NOT NULL,
    said_by UUID,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX nestings_inner ON nestings (inner_id);
CREATE INDEX nestings_outer ON nestings (outer_id);

-- A purpose in people's words: every version stays.
CREATE TABLE purposes (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    words BYTEA NOT NULL,
    said_by UUID,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);

-- Who agreed to which version, and when.
CREATE TABLE agreements (
    system_id UUID NOT NULL,
    purpose_id UUID NOT NULL,
    person_id UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, purpose_id, person_id)
);

-- What somebody is here, in their own words. The standing with the same id says from when to when.
CREATE TABLE parts (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind TEXT NOT NULL,
    words BYTEA,
    fits BYTEA,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX parts_of_person ON parts (person_id);

-- What stewards did, listed for all.
CREATE TABLE steward_acts (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    act TEXT NOT NULL,
    said_by UUID,
    about_id UUID,
    words BYTEA,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);

-- Members of other organisations who confirm that somebody looks after this system. The steward
-- is named by their standing, so that whoever comes back later is confirmed anew.
CREATE TABLE confirmations (
    system_id UUID NOT NULL,
    steward_id UUID NOT NULL,
    person_id UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, steward_id, person_id)
);

-- A member's call that somebody should stop looking after this system, and what was answered.
CREATE TABLE recalls (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    steward_id UUID NOT NULL,
    said_by UUID NOT NULL,
    why BYTEA,
    at BIGINT NOT NULL,
    answer BYTEA,
    answered_by UUID,
    answered BIGINT,
    PRIMARY KEY (system_id, id)
);
