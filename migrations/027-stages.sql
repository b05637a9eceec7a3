-- How a question went is drawn from the parts of the work that were started, however much was said
-- between them: these are found by themselves.
CREATE INDEX talk_stages ON talk (inquiry_id, at, id) WHERE stage IS NOT NULL;
