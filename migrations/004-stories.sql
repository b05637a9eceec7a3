-- What somebody told. Unsigned ones keep the week, and no person.
CREATE TABLE tellings (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    manner TEXT NOT NULL,
    teller_id UUID,
    writer_id UUID,
    slip_hash BYTEA,
    for_name BYTEA,
    title BYTEA,
    words BYTEA NOT NULL,
    happened BYTEA,
    about_what BYTEA,
    felt BYTEA,
    matters BYTEA,
    language TEXT NOT NULL,
    under_18 BOOLEAN NOT NULL,
    named BOOLEAN NOT NULL,
    quoted BOOLEAN NOT NULL,
    laid_beside BOOLEAN NOT NULL,
    compared BOOLEAN NOT NULL,
    come_back BOOLEAN NOT NULL,
    come_back_on BIGINT,
    ring_on BYTEA,
    read_back BIGINT,
    not_read_back_why BYTEA,
    at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX tellings_id ON tellings (id);
CREATE INDEX tellings_slip ON tellings (slip_hash);
CREATE INDEX tellings_teller ON tellings (teller_id);
CREATE INDEX tellings_writer ON tellings (writer_id);

-- Who the teller wishes to be heard by. The audience that holds is worked out from these.
CREATE TABLE wishes (
    system_id UUID NOT NULL,
    telling_id UUID NOT NULL,
    to_kind TEXT NOT NULL,
    to_id UUID NOT NULL,
    PRIMARY KEY (system_id, telling_id, to_kind, to_id)
);

-- How things are now: later chapters of a telling.
CREATE TABLE chapters (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    telling_id UUID NOT NULL,
    words BYTEA NOT NULL,
    said_by UUID,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX chapters_of_telling ON chapters (telling_id);

-- The same words in another tongue; the original stays and the translator is named.
CREATE TABLE translations (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    telling_id UUID NOT NULL,
    language TEXT NOT NULL,
    words BYTEA NOT NULL,
    translator BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX translations_of_telling ON translations (telling_id);

-- What was answered to the teller when nothing came of it, or not yet.
CREATE TABLE answers_to_tellers (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    telling_id UUID NOT NULL,
    kind TEXT NOT NULL,
    words BYTEA NOT NULL,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX answers_of_telling ON answers_to_tellers (telling_id);

-- When a teller last saw what came of what they said.
CREATE TABLE came_seen (
    system_id UUID NOT NULL,
    telling_id UUID NOT NULL,
    seen BIGINT NOT NULL,
    PRIMARY KEY (system_id, telling_id)
);

-- A worry raised with the safeguarding person, or something that went wrong here.
CREATE TABLE worries (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    telling_id UUID,
    words BYTEA,
    said_by UUID,
    to_id UUID NOT NULL,
    at BIGINT NOT NULL,
    answered BIGINT,
    answer BYTEA,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX worries_to ON worries (to_id, answered);

-- Somebody who says they are in a telling. It stops travelling while a person looks.
CREATE TABLE in_this (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    telling_id UUID NOT NULL,
    said_by UUID,
    at BIGINT NOT NULL,
    settled BIGINT,
    settled_by UUID,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX in_this_of_telling ON in_this (telling_id, settled);

-- A pattern: what several tellings seem to share, going well or not.
CREATE TABLE patterns (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    name BYTEA NOT NULL,
    goes_well BOOLEAN NOT NULL,
    observation BYTEA,
    ideas BYTEA,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX patterns_id ON patterns (id);

-- Which tellings are laid beside each other in a pattern, and what became of that.
CREATE TABLE laid (
    system_id UUID NOT NULL,
    pattern_id UUID NOT NULL,
    telling_id UUID NOT NULL,
    telling_system_id UUID NOT NULL,
    laid_by UUID NOT NULL,
    at BIGINT NOT NULL,
    taken_out BIGINT,
    PRIMARY KEY (system_id, pattern_id, telling_id)
);
CREATE INDEX laid_of_telling ON laid (telling_id);

-- What people say on a pattern: readings that stand together, disputes that stay in view, and
-- tellers' own answers.
CREATE TABLE sayings (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    pattern_id UUID NOT NULL,
    kind TEXT NOT NULL,
    words BYTEA NOT NULL,
    said_by UUID,
    telling_id UUID,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX sayings_of_pattern ON sayings (pattern_id);
