-- How one system lies to another: within a wider one, or over a part of it. What is over stays,
-- with who said so and when.
ALTER TABLE nestings ADD COLUMN kind TEXT NOT NULL DEFAULT 'within';
ALTER TABLE nestings ADD COLUMN ended BIGINT;
ALTER TABLE nestings ADD COLUMN ended_by UUID;

-- Who sees something differently: one drawing of an edge, or one version of a purpose. What was
-- answered stands with it.
CREATE TABLE dissents (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    purpose_id UUID,
    edge_revision BIGINT,
    said_by UUID NOT NULL,
    words BYTEA NOT NULL,
    at BIGINT NOT NULL,
    answer BYTEA,
    answered_by UUID,
    answered BIGINT,
    PRIMARY KEY (system_id, id)
);

-- A part that nobody plays yet, left open on purpose.
CREATE TABLE open_parts (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    words BYTEA NOT NULL,
    said_by UUID NOT NULL,
    at BIGINT NOT NULL,
    ended BIGINT,
    ended_by UUID,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX dissents_said_by ON dissents (said_by);
CREATE INDEX dissents_answered_by ON dissents (answered_by);
CREATE INDEX open_parts_said_by ON open_parts (said_by);
