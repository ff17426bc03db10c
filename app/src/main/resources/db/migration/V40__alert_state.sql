CREATE TABLE alert (
  id TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  rule_key TEXT NOT NULL,
  rule TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  phase TEXT NOT NULL,
  severity TEXT NOT NULL,
  labels TEXT NOT NULL,
  series TEXT NOT NULL,
  annotations TEXT NOT NULL,
  value DOUBLE PRECISION,
  active_at BIGINT NOT NULL,
  firing_at BIGINT,
  keep_since BIGINT,
  unknown_since BIGINT,
  last_active BIGINT NOT NULL,
  ended_at BIGINT,
  acknowledged_at BIGINT,
  acknowledged_by TEXT
);
CREATE INDEX alert_by_phase ON alert (phase, system);
CREATE INDEX alert_by_rule ON alert (rule_key, ended_at);
