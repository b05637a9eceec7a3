-- Who rings people back in a place, and when; nothing where nobody does.
ALTER TABLE places ADD COLUMN ring_back BYTEA;

-- Somebody asked to be rung. It stands in the place, under the id of their telling; the number is
-- with the telling, and goes when this is over. Of what nobody signed it keeps weeks.
CREATE TABLE ringings (
    system_id UUID NOT NULL,
    telling_id UUID NOT NULL,
    telling_system_id UUID NOT NULL,
    safe BYTEA,
    message BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (system_id, telling_id)
);
CREATE INDEX ringings_of_telling ON ringings (telling_id);

-- What was answered to somebody who asked to be rung.
CREATE TABLE ringing_answers (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    telling_id UUID NOT NULL,
    kind TEXT NOT NULL,
    words BYTEA,
    try_on BIGINT,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX ringing_answers_of_telling ON ringing_answers (telling_id);

-- A span of a telling that somebody quotes in a pattern: where it stands, never the words.
CREATE TABLE quotations (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    pattern_id UUID NOT NULL,
    saying_id UUID,
    telling_id UUID NOT NULL,
    chapter_id UUID,
    begins BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX quotations_of_pattern ON quotations (pattern_id);
CREATE INDEX quotations_of_telling ON quotations (telling_id);

-- A telling that somebody took away on paper or in a file. By whom is kept only where hearing it
-- is written down by name.
CREATE TABLE taken (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    telling_id UUID NOT NULL,
    kind TEXT NOT NULL,
    said_by UUID,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX taken_of_telling ON taken (telling_id);

-- Who added a translation, and when its teller said that it may stay.
ALTER TABLE translations ADD COLUMN said_by UUID;
ALTER TABLE translations ADD COLUMN seen BIGINT;
CREATE INDEX translations_said_by ON translations (said_by);

-- Something that somebody began to tell and keeps for later, under their own key.
CREATE TABLE drafts (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    said_by UUID NOT NULL,
    form BYTEA NOT NULL,
    touched BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX drafts_said_by ON drafts (said_by, touched);
CREATE INDEX drafts_touched ON drafts (touched);
