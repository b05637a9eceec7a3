-- When whoever raised something put it away: none of their own pages shows it from then on.
ALTER TABLE worries ADD COLUMN put_away BIGINT;
