-- An open question that a group holds.
CREATE TABLE inquiries (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    question BYTEA NOT NULL,
    words BYTEA,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    closed BIGINT,
    revision BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX inquiries_id ON inquiries (id);

-- Somebody who holds money or manages, asked in by the group for this one thing.
CREATE TABLE asked_in (
    system_id UUID NOT NULL,
    inquiry_id UUID NOT NULL,
    person_id UUID NOT NULL,
    asked_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, inquiry_id, person_id)
);

-- What is said while a question is worked on, and the stages entered, in any order.
CREATE TABLE talk (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    inquiry_id UUID NOT NULL,
    stage TEXT,
    words BYTEA NOT NULL,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX talk_of_inquiry ON talk (inquiry_id);

-- Something small that is tried.
CREATE TABLE experiments (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    inquiry_id UUID NOT NULL,
    place_id UUID NOT NULL,
    name BYTEA NOT NULL,
    intends BYTEA,
    tries BYTEA,
    limits BYTEA,
    who BYTEA,
    how_asked BYTEA,
    how_refuse BYTEA,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX experiments_id ON experiments (id);
CREATE INDEX experiments_of_inquiry ON experiments (inquiry_id);

-- Dated entries of an experiment: observed, made of it, and what next.
CREATE TABLE entries (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    experiment_id UUID NOT NULL,
    kind TEXT NOT NULL,
    words BYTEA NOT NULL,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX entries_of_experiment ON entries (experiment_id);

-- What was learned, where and when it held, and when to look again.
CREATE TABLE lessons (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    inquiry_id UUID,
    learned BYTEA NOT NULL,
    held_where BYTEA,
    held_when BYTEA,
    context BYTEA,
    look_again BIGINT,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX lessons_id ON lessons (id);

-- What was found on looking again.
CREATE TABLE looked_again (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    lesson_id UUID NOT NULL,
    holds TEXT NOT NULL,
    words BYTEA,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX looked_again_of_lesson ON looked_again (lesson_id);

-- A governance conversation: is it what we intended?
CREATE TABLE conversations (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    heard BYTEA,
    missing BYTEA,
    saying BYTEA,
    intended BYTEA,
    will_do BYTEA,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX conversations_id ON conversations (id);

-- So that a system's page of time, its lists and a person's export read no more than they show.
CREATE INDEX inquiries_in_time ON inquiries (system_id, at);
CREATE INDEX experiments_in_time ON experiments (system_id, at);
CREATE INDEX entries_in_time ON entries (system_id, at);
CREATE INDEX lessons_in_time ON lessons (system_id, at);
CREATE INDEX lessons_to_look_at ON lessons (system_id, look_again);
CREATE INDEX conversations_in_time ON conversations (system_id, at);
CREATE INDEX inquiries_said_by ON inquiries (said_by);
CREATE INDEX talk_said_by ON talk (said_by);
CREATE INDEX experiments_said_by ON experiments (said_by);
CREATE INDEX entries_said_by ON entries (said_by);
CREATE INDEX lessons_said_by ON lessons (said_by);
CREATE INDEX looked_again_said_by ON looked_again (said_by);
CREATE INDEX conversations_said_by ON conversations (said_by);
