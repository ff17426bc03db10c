CREATE TABLE delivery (
  id TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  person TEXT NOT NULL,
  channel TEXT NOT NULL,
  context TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  proof TEXT,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  ended_at BIGINT,
  fallback_of TEXT
);
CREATE INDEX delivery_by_subject ON delivery (subject, person, channel);
CREATE INDEX delivery_by_time ON delivery (created_at);
CREATE TABLE escalation (
  alert_id TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  severity TEXT NOT NULL,
  context TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  ended_at BIGINT,
  ended_by TEXT
);
CREATE INDEX escalation_by_due ON escalation (ended_at, due_at);
