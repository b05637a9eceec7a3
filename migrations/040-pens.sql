-- That somebody who holds the pen of a page asked somebody to hold it with them. Once it is
-- answered or taken back it has ended; that somebody holds a pen is a standing, as before.
CREATE TABLE pen_offers (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    to_person UUID NOT NULL,
    offered_by UUID NOT NULL,
    called BYTEA NOT NULL,
    at BIGINT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX pen_offers_to ON pen_offers (to_person, ended);
CREATE INDEX pen_offers_by ON pen_offers (offered_by);
