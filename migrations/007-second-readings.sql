-- Somebody was asked to read something before it goes further, and what they answered. What the
-- teller said, and what was answered to them, are sealed under the telling's key, or the file's.
-- Without a person who was asked, those on duty are. Of what nobody signed it keeps weeks.
CREATE TABLE second_readings (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    about TEXT NOT NULL,
    telling_id UUID,
    import_id UUID,
    asked BIGINT NOT NULL,
    asked_of UUID,
    could TEXT NOT NULL,
    words BYTEA,
    revision BIGINT NOT NULL,
    ended BIGINT,
    answered BIGINT,
    answered_by UUID,
    fine BOOLEAN,
    answer BYTEA,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX second_readings_id ON second_readings (id);
CREATE INDEX second_readings_of_telling ON second_readings (telling_id);
CREATE INDEX second_readings_of_import ON second_readings (import_id);
CREATE INDEX second_readings_in_place ON second_readings (place_id, answered);
CREATE INDEX second_readings_asked_of ON second_readings (asked_of, answered);

-- What waits for a second reader, and which reading is about it. What was offered before there
-- were second readers stays offered as it was.
ALTER TABLE wishes ADD COLUMN wider BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE wishes ADD COLUMN reading_id UUID;
ALTER TABLE chapters ADD COLUMN wider BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE chapters ADD COLUMN reading_id UUID;

-- Which reading is about the name, and about quoting, of somebody under 18.
ALTER TABLE tellings ADD COLUMN named_reading_id UUID;
ALTER TABLE tellings ADD COLUMN quoted_reading_id UUID;
