-- A file of tellings that somebody brought, and what became of its rows. Until its bringer says
-- what the tellers were told, nobody else hears them.
CREATE TABLE imports (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    encoding TEXT NOT NULL,
    rows_read BIGINT NOT NULL,
    kept BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    ended BIGINT,
    file_name BYTEA,
    stated BIGINT,
    stated_by UUID,
    statement BYTEA,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX imports_id ON imports (id);
CREATE INDEX imports_said_by ON imports (said_by);

-- Which file a telling came with.
ALTER TABLE tellings ADD COLUMN import_id UUID;
CREATE INDEX tellings_import ON tellings (import_id, id);

-- What stood beside the words in the file, each under its heading. It is nobody's voice.
CREATE TABLE beside (
    system_id UUID NOT NULL,
    telling_id UUID NOT NULL,
    position BIGINT NOT NULL,
    heading BYTEA NOT NULL,
    words BYTEA NOT NULL,
    PRIMARY KEY (system_id, telling_id, position)
);
CREATE INDEX beside_of_telling ON beside (telling_id);

-- A file between being brought and being kept. It goes when it is kept, or after a day.
CREATE TABLE import_drafts (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    parts BIGINT NOT NULL,
    file_name BYTEA,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX import_drafts_at ON import_drafts (at);
CREATE INDEX import_drafts_said_by ON import_drafts (said_by);
CREATE TABLE import_draft_parts (
    system_id UUID NOT NULL,
    draft_id UUID NOT NULL,
    position BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (system_id, draft_id, position)
);
