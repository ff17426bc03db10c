ALTER TABLE run_attempt ADD COLUMN again_at BIGINT;
