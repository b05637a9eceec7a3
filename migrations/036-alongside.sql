-- When somebody met: a few words afterwards in a part of a life, who was there, and when. What was
-- taken out has neither words nor who was there.
CREATE TABLE visits (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    section_id UUID NOT NULL,
    day BIGINT NOT NULL,
    words BYTEA,
    present BYTEA,
    written_by UUID NOT NULL,
    at BIGINT NOT NULL,
    taken_out BIGINT,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX visits_by_day ON visits (system_id, section_id, day);
CREATE INDEX visits_written_by ON visits (written_by);

-- Who was there or was pulled in, of those who have a name here. Everybody else stands in the line.
CREATE TABLE visit_people (
    system_id UUID NOT NULL,
    visit_id UUID NOT NULL,
    person_id UUID NOT NULL,
    PRIMARY KEY (system_id, visit_id, person_id)
);
CREATE INDEX visit_people_of ON visit_people (person_id);

-- The next time that somebody meets whose page it is. It is over when its day is.
CREATE TABLE meetings (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    day BIGINT NOT NULL,
    line BYTEA,
    with_kind TEXT NOT NULL,
    with_id UUID NOT NULL,
    set_by UUID NOT NULL,
    at BIGINT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX meetings_with ON meetings (with_id, day);

-- What somebody writes for their own work with whoever's page it is. It shows from a moment on, and
-- that is when it was written unless a danger was recorded: then it is a day that was said.
CREATE TABLE notes (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    section_id UUID NOT NULL,
    words BYTEA,
    written_by UUID NOT NULL,
    at BIGINT NOT NULL,
    place_id UUID NOT NULL,
    danger BYTEA,
    shows_from BIGINT NOT NULL,
    taken_out BIGINT,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX notes_in_time ON notes (system_id, section_id, at);
CREATE INDEX notes_written_by ON notes (written_by, shows_from);
CREATE INDEX notes_of_place ON notes (place_id, shows_from);

-- That somebody took a copy for another system of what was written when they met: of which days.
CREATE TABLE copies (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    first_day BIGINT NOT NULL,
    last_day BIGINT NOT NULL,
    copied_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX copies_in_time ON copies (system_id, at);

-- What others of a place may ask somebody about, in a few words, and how to reach them. It is sealed
-- under that person's own key, and its row goes when they take it back.
CREATE TABLE knows (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    words BYTEA NOT NULL,
    reach BYTEA,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX knows_of ON knows (person_id);
