-- People, by id and sealed name. Everything else about them is written elsewhere, under its own rights.
CREATE TABLE persons (
    id UUID NOT NULL PRIMARY KEY,
    name BYTEA NOT NULL,
    under_18 BOOLEAN NOT NULL,
    made BIGINT NOT NULL
);

-- Where somebody stands in a system: a row with a beginning, an end and who gave it.
CREATE TABLE standings (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    place_id UUID NOT NULL,
    person_id UUID NOT NULL,
    kind TEXT NOT NULL,
    given_by UUID,
    began BIGINT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX standings_of_person ON standings (person_id, ended);
CREATE INDEX standings_in_place ON standings (place_id, person_id);

-- To whom a thing is offered, as it holds now. A row also stands in the system it is offered to,
-- so that each system lists what reached it without asking any other.
CREATE TABLE audiences (
    system_id UUID NOT NULL,
    to_id UUID NOT NULL,
    thing_kind TEXT NOT NULL,
    at BIGINT NOT NULL,
    thing_id UUID NOT NULL,
    to_kind TEXT NOT NULL,
    home_id UUID NOT NULL,
    PRIMARY KEY (system_id, to_id, thing_kind, at, thing_id)
);
CREATE INDEX audiences_of_thing ON audiences (thing_id);

-- What was done and read, as ids only. Unsigned things leave neither an actor nor an id.
CREATE TABLE trail (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    at BIGINT NOT NULL,
    verb TEXT NOT NULL,
    actor_id UUID,
    thing_kind TEXT NOT NULL,
    thing_id UUID,
    concerns_id UUID,
    batch BIGINT,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX trail_unsealed ON trail (batch, system_id);
CREATE INDEX trail_of_batch ON trail (system_id, batch);

-- The trail sealed: each batch holds the hash of the one before.
CREATE TABLE trail_batches (
    system_id UUID NOT NULL,
    number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    rows_sealed BIGINT NOT NULL,
    before BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (system_id, number)
);

-- Who looked, for the person whose words they are; made from the trail when a batch is sealed.
CREATE TABLE looked (
    system_id UUID NOT NULL,
    concerns_id UUID NOT NULL,
    at BIGINT NOT NULL,
    id UUID NOT NULL,
    reader_id UUID NOT NULL,
    thing_kind TEXT NOT NULL,
    thing_id UUID NOT NULL,
    PRIMARY KEY (system_id, concerns_id, at, id)
);
CREATE INDEX looked_at ON looked (concerns_id, at);

-- Because of what: the thread from a voice to a change. A link between two systems stands in both.
CREATE TABLE lineage (
    system_id UUID NOT NULL,
    id UUID NOT NULL,
    what_kind TEXT NOT NULL,
    what_id UUID NOT NULL,
    what_system_id UUID NOT NULL,
    how TEXT NOT NULL,
    of_kind TEXT,
    of_id UUID,
    of_system_id UUID,
    why BYTEA,
    said_by UUID,
    at BIGINT NOT NULL,
    PRIMARY KEY (system_id, id)
);
CREATE INDEX lineage_of_what ON lineage (what_id);
CREATE INDEX lineage_of_cause ON lineage (of_id);

-- Work that goes on after the answer: leased, done at least once, tried a bounded number of times.
CREATE TABLE jobs (
    id UUID NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    due BIGINT NOT NULL,
    leased_until BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    about UUID
);
CREATE INDEX jobs_due ON jobs (due);
