CREATE TABLE on_call_override (
  id TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  schedule TEXT NOT NULL,
  person TEXT NOT NULL,
  reason TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  ended_at BIGINT,
  ended_by TEXT
);
CREATE INDEX on_call_override_by_until ON on_call_override (until_at);
CREATE TABLE on_call_duty (
  system TEXT NOT NULL,
  schedule TEXT NOT NULL,
  person TEXT NOT NULL,
  since_at BIGINT NOT NULL,
  PRIMARY KEY (system, schedule)
);
