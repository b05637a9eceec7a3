-- What goes on for years is read a page at a time, from the newest: the page is found in the index
-- and nothing else is walked.
CREATE INDEX steward_acts_in_time ON steward_acts (system_id, at, id);
CREATE INDEX talk_in_time ON talk (inquiry_id, at, id);
DROP INDEX talk_of_inquiry;
CREATE INDEX entries_of_experiment_in_time ON entries (experiment_id, at, id);
DROP INDEX entries_of_experiment;
