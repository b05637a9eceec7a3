-- What one group says to the group of a system that lies in its own, around it or beside it: an
-- ask, something that stands in the way, or a lesson passed on. The row stands in both systems;
-- only that of the group that says it names who wrote it. Words that were taken back are gone.
CREATE TABLE asks (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    from_id UUID NOT NULL,
    to_id UUID NOT NULL,
    lesson_id UUID,
    words BYTEA,
    said_by UUID,
    at BIGINT NOT NULL,
    taken_back BIGINT,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX asks_id ON asks (id);
CREATE INDEX asks_in_time ON asks (system_id, at);
CREATE INDEX asks_of_lesson ON asks (lesson_id);
CREATE INDEX asks_said_by ON asks (said_by);

-- What was answered, as often as there is something to say. It stands in both systems too.
CREATE TABLE ask_answers (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    ask_id UUID NOT NULL,
    from_id UUID NOT NULL,
    kind TEXT NOT NULL,
    words BYTEA NOT NULL,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX ask_answers_of_ask ON ask_answers (ask_id);
CREATE INDEX ask_answers_said_by ON ask_answers (said_by);
