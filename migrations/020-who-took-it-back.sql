-- Who took back what a group had said to another, in the row of the group that said it.
ALTER TABLE asks ADD COLUMN taken_back_by UUID;
