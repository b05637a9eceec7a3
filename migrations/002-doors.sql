-- Sessions, kept as the hash of what the browser holds.
CREATE TABLE sessions (
    hash BYTEA NOT NULL PRIMARY KEY,
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    opened BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    by_way TEXT NOT NULL
);
CREATE INDEX sessions_of_person ON sessions (person_id);

-- Links that open a door once: mailed, printed by the operator, or given at the start. The id of
-- the form that spent one stays beside it, so that the same form sent twice is answered twice;
-- and when its person was told that the operator had made it.
CREATE TABLE sign_in_links (
    hash BYTEA NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL,
    by_way TEXT NOT NULL,
    made BIGINT NOT NULL,
    until BIGINT NOT NULL,
    spent BIGINT,
    spent_by UUID,
    told BIGINT
);
CREATE INDEX sign_in_links_of_person ON sign_in_links (person_id);

-- The one link of an empty folder: whoever opens it names the first place.
CREATE TABLE first_links (
    hash BYTEA NOT NULL PRIMARY KEY,
    made BIGINT NOT NULL,
    spent BIGINT
);

-- Invitations into a system, kept as a hash; the words are whoever invited's own. The id of the
-- form that took one stays beside it, as with links.
CREATE TABLE invitations (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    hash BYTEA NOT NULL,
    place_id UUID NOT NULL,
    given_by UUID NOT NULL,
    words BYTEA,
    made BIGINT NOT NULL,
    until BIGINT NOT NULL,
    ended BIGINT,
    taken BIGINT,
    taken_by UUID,
    taken_form UUID,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX invitations_hash ON invitations (hash);

-- Cards for people without e-mail: the hash of the code and of the four words.
CREATE TABLE cards (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL,
    code_hash BYTEA NOT NULL,
    words_hash BYTEA NOT NULL,
    made BIGINT NOT NULL,
    ended BIGINT
);
CREATE INDEX cards_code ON cards (code_hash);
CREATE INDEX cards_words ON cards (words_hash);
CREATE INDEX cards_of_person ON cards (person_id);

-- Addresses for mailed links: found by a keyed hash, read only to send.
CREATE TABLE addresses (
    hash BYTEA NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL,
    address BYTEA NOT NULL,
    made BIGINT NOT NULL
);
CREATE INDEX addresses_of_person ON addresses (person_id);

-- Tries in one hour, of what is bound by the hour: a card's words in all and by a keyed hash of
-- where they came from, letters to one address, addresses given by one person.
CREATE TABLE wrong_tries (
    hash BYTEA NOT NULL,
    hour BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    PRIMARY KEY (hash, hour)
);
