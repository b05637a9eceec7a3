-- Passkeys: a key that somebody's own device made for this place, and keeps. The device's number for
-- it is kept as a hash alone, what its person calls it is sealed, and of its last use there is the day.
CREATE TABLE passkeys (
    id UUID NOT NULL PRIMARY KEY,
    person_id UUID NOT NULL,
    hash BYTEA NOT NULL,
    public_key BYTEA NOT NULL,
    counter BIGINT NOT NULL,
    may_be_copied BOOLEAN NOT NULL,
    is_copied BOOLEAN NOT NULL,
    name BYTEA,
    added BIGINT NOT NULL,
    used BIGINT
);
CREATE INDEX passkeys_hash ON passkeys (hash);
CREATE INDEX passkeys_of_person ON passkeys (person_id);

-- What a browser was asked to have signed by a passkey, for five minutes and one answer. It is found
-- by a hash of the session that adds one, or of what the page that signs in holds; it names nobody.
CREATE TABLE passkey_asks (
    hash BYTEA NOT NULL PRIMARY KEY,
    state BYTEA NOT NULL,
    until BIGINT NOT NULL
);
CREATE INDEX passkey_asks_until ON passkey_asks (until);
