-- What somebody else did at a person's doors, told to them when they next come in: their card was
-- ended, a card was made with somebody beside them, a link was made that confirms their address.
CREATE TABLE door_news (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL,
    kind TEXT NOT NULL,
    by_id UUID,
    at BIGINT NOT NULL,
    told BIGINT
);
CREATE INDEX door_news_of_person ON door_news (person_id, at);

-- An address that somebody gave and nobody has confirmed: it lets nobody in, and keeps nobody
-- else from giving the same one.
CREATE TABLE address_claims (
    person_id UUID NOT NULL PRIMARY KEY,
    hash BYTEA NOT NULL,
    address BYTEA NOT NULL,
    made BIGINT NOT NULL
);

-- Links that confirm an address, each for one claim. The id of the form that spent one stays
-- beside it, as with the links that sign in.
CREATE TABLE address_links (
    hash BYTEA NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL,
    address_hash BYTEA NOT NULL,
    made BIGINT NOT NULL,
    until BIGINT NOT NULL,
    spent BIGINT,
    spent_by UUID
);
CREATE INDEX address_links_of_person ON address_links (person_id);

-- What was given before there was anything to confirm it with has to be confirmed too.
INSERT INTO address_claims (person_id, hash, address, made)
    SELECT person_id, hash, address, made FROM addresses;
DELETE FROM addresses;

-- Who named the first place, and with which form, so that the same form sent twice lets the same
-- person in twice.
ALTER TABLE first_links ADD COLUMN person_id UUID;
ALTER TABLE first_links ADD COLUMN place_id UUID;
ALTER TABLE first_links ADD COLUMN spent_by UUID;

-- Who sat beside somebody when their card was made, if anybody did: they may have seen its words.
ALTER TABLE cards ADD COLUMN handed_by UUID;
