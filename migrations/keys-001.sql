-- Keys, wrapped under the master key. The rows of a place are elsewhere.
CREATE TABLE keys (
    keeper_id UUID NOT NULL PRIMARY KEY,
    wrapped BYTEA NOT NULL,
    made BIGINT NOT NULL
);

-- Keys that were thrown away, so that a restored backup is cleaned again.
CREATE TABLE thrown_away (
    keeper_id UUID NOT NULL PRIMARY KEY,
    thrown BIGINT NOT NULL
);
