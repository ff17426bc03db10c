CREATE TABLE runbook_suggestion (
  id TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  runbook TEXT NOT NULL,
  alert TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  reason TEXT NOT NULL,
  suggested_at BIGINT NOT NULL,
  closed_at BIGINT
);

CREATE INDEX runbook_suggestion_open ON runbook_suggestion (closed_at, system);
