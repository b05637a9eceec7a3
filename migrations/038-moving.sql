-- A page of one's own goes for good seven days after its person said so, and can be kept until then.
-- When it goes; and since when it is going, from which moment on nobody keeps it any more.
ALTER TABLE lives ADD COLUMN ends BIGINT;
ALTER TABLE lives ADD COLUMN going BIGINT;

-- Why something is not erased yet: by what duty or law, as somebody named it, and until when.
CREATE TABLE holds (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    duty BYTEA NOT NULL,
    named_by UUID NOT NULL,
    began BIGINT NOT NULL,
    until BIGINT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (system_id, id)
);

CREATE INDEX jobs_about ON jobs (about);
