-- Pages of one's own. The life is a system, but stands in no table of systems and in no list of a
-- place. Whose it is, is a standing of the kind "pen" in it.
CREATE TABLE lives (
    system_id UUID NOT NULL PRIMARY KEY,
    name BYTEA NOT NULL,
    began BIGINT NOT NULL,
    rests BIGINT
);

-- The parts of a life. How much was ever said in one is counted where it is written, so that a page
-- finds the latest of each part in one question.
CREATE TABLE sections (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    heading BYTEA,
    turn BIGINT NOT NULL,
    said BIGINT NOT NULL,
    made BIGINT NOT NULL,
    put_away BIGINT,
    PRIMARY KEY (system_id, id)
);

-- What stands in a part of a life. What was taken out has no words.
CREATE TABLE passages (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    section_id UUID NOT NULL,
    number BIGINT NOT NULL,
    words BYTEA,
    voice TEXT NOT NULL,
    written_by UUID NOT NULL,
    revision BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX passages_of_section ON passages (system_id, section_id, number);
CREATE INDEX passages_in_time ON passages (system_id, section_id, at);
CREATE INDEX passages_written_by ON passages (written_by);

-- Who is in somebody's corner: for what, from when to when. What they see is in the next table.
CREATE TABLE corners (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    to_kind TEXT NOT NULL,
    to_id UUID NOT NULL,
    purpose BYTEA,
    meeting BYTEA,
    given_by UUID NOT NULL,
    given BIGINT NOT NULL,
    began BIGINT NOT NULL,
    until BIGINT,
    ended BIGINT,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX corners_of ON corners (to_id, ended);

-- Which parts of a life somebody in its corner reads, and in which they may write.
CREATE TABLE corner_sections (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    corner_id UUID NOT NULL,
    section_id UUID NOT NULL,
    may_write BOOLEAN NOT NULL,
    began BIGINT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX corner_sections_of ON corner_sections (system_id, corner_id);
