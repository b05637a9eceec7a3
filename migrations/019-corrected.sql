-- Somebody who said that they are under 18 says that they are 18 now. Whoever looks after this
-- place says so too; then the row goes, and it is listed that it was done, not of whom.
CREATE TABLE grown_asks (
    system_id UUID NOT NULL,
    person_id UUID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, person_id)
);
CREATE INDEX grown_asks_of_person ON grown_asks (person_id);

-- When whoever quoted took their quotation out again. The row stays, for the teller.
ALTER TABLE quotations ADD COLUMN ended BIGINT;

-- Whoever raised a worry said that it is not over: this is the one that was answered before. And
-- somebody's own are listed for them.
ALTER TABLE worries ADD COLUMN after_id UUID;
CREATE INDEX worries_after ON worries (after_id);
