-- How often somebody asked to be rung with this telling. It stays when they take that back, so an
-- answer that was meant for an earlier number never ends a later one.
ALTER TABLE tellings ADD COLUMN ring_revision BIGINT NOT NULL DEFAULT 0;
