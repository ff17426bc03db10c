-- Until when an alert of another system holds unless that tells of it again; null for no end.
ALTER TABLE alert ADD COLUMN until_at BIGINT;
