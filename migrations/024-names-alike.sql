-- A keyed hash of somebody's name, folded, so that a name can be compared with those of others
-- without opening any. It goes with the row. Rows from before get theirs when they are next opened.
ALTER TABLE persons ADD COLUMN name_hash BYTEA;
CREATE INDEX persons_by_name ON persons (name_hash, id);
