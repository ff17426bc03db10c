-- Since when somebody is to acknowledge: what was closed and is open again is to be seen again.
ALTER TABLE incident ADD COLUMN asked_at BIGINT;
UPDATE incident SET asked_at = opened_at;
