-- Words that were put better: every version of a text stays, with who said it and when, from the
-- first on. A text that was never put in other words has no rows here. Where there are no words,
-- nothing stood there. What stands now stands in its own table too.
CREATE TABLE wordings (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    thing_kind TEXT NOT NULL,
    thing_id UUID NOT NULL,
    part TEXT NOT NULL,
    revision BIGINT NOT NULL,
    words BYTEA,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX wordings_of_thing ON wordings (thing_id, revision);
CREATE INDEX wordings_said_by ON wordings (said_by);

-- Who was heard, who was missing, and how it was decided: beside a lesson, an entry that says what
-- comes next, and a conversation.
ALTER TABLE lessons ADD COLUMN heard BYTEA;
ALTER TABLE lessons ADD COLUMN missing BYTEA;
ALTER TABLE lessons ADD COLUMN decided BYTEA;
ALTER TABLE entries ADD COLUMN heard BYTEA;
ALTER TABLE entries ADD COLUMN missing BYTEA;
ALTER TABLE entries ADD COLUMN decided BYTEA;
ALTER TABLE conversations ADD COLUMN decided BYTEA;

-- Who carries a lesson further, where to, and on which day they look how it goes. Whoever carries
-- it says so themselves; what somebody handed on is taken by whoever says that they take it.
CREATE TABLE carryings (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    lesson_id UUID NOT NULL,
    kind TEXT NOT NULL,
    words BYTEA,
    look_on BIGINT,
    taken_from UUID,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX carryings_of_lesson ON carryings (lesson_id);
CREATE INDEX carryings_said_by ON carryings (said_by, look_on);

-- How it went, as whoever carries it says: still going, done, or handed on.
CREATE TABLE carried (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    lesson_id UUID NOT NULL,
    carrying_id UUID NOT NULL,
    kind TEXT NOT NULL,
    words BYTEA,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX carried_of_lesson ON carried (lesson_id);
CREATE INDEX carried_said_by ON carried (said_by);
