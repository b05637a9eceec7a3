-- Somebody who holds money or manages, asked in by the group for one question: from when to when,
-- who asked them, and who ended it. Asked in again later, they stand here once more.
CREATE TABLE guests (
    system_id UUID NOT NULL,
    inquiry_id UUID NOT NULL,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    asked_by UUID NOT NULL,
    at BIGINT NOT NULL,
    ended BIGINT,
    ended_by UUID,
    PRIMARY KEY (system_id, inquiry_id, id)
);
-- Until now each was asked into a question once, so that who they are names it.
INSERT INTO guests (system_id, inquiry_id, id, person_id, asked_by, at)
    SELECT system_id, inquiry_id, person_id, person_id, asked_by, at FROM asked_in;
DROP TABLE asked_in;
