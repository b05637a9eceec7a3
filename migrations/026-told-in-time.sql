-- What somebody told and what they wrote down are read from the newest, for what is new of it: each
-- is found in its index, and nothing else is walked. What they brought in a file, or gave away with
-- a slip, is no story of theirs and is passed over unread.
CREATE INDEX tellings_of_teller_in_time ON tellings (teller_id, at, id);
DROP INDEX tellings_teller;
CREATE INDEX tellings_of_writer_in_time ON tellings (writer_id, at, id) WHERE import_id IS NULL AND slip_hash IS NULL;
