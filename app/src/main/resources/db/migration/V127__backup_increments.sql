-- Which increment it is since the whole one; 0 for a whole one.
ALTER TABLE backup ADD COLUMN increment_number BIGINT NOT NULL DEFAULT 0;
