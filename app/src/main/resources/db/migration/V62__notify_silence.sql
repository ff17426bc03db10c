CREATE TABLE silence (
  id TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  matchers TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  schedule TEXT,
  lasts BIGINT,
  ended_at BIGINT,
  ended_by TEXT
);
CREATE INDEX silence_by_system ON silence (system, until_at);
