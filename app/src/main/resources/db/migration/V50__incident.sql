CREATE TABLE incident (
  id TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  number BIGINT NOT NULL,
  title TEXT NOT NULL,
  level TEXT NOT NULL,
  severity TEXT NOT NULL,
  state TEXT NOT NULL,
  detected_by TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  acknowledged_at BIGINT,
  acknowledged_by TEXT,
  resolved_at BIGINT,
  closed_at BIGINT,
  closed_by TEXT,
  close_reason TEXT,
  breached_at BIGINT,
  UNIQUE (system, number)
);
CREATE INDEX incident_by_state ON incident (state, system);
CREATE TABLE incident_alert (
  incident_id TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  rule TEXT NOT NULL,
  severity TEXT NOT NULL,
  component TEXT,
  summary TEXT,
  value TEXT,
  since BIGINT NOT NULL,
  firing_at BIGINT NOT NULL,
  resolved_at BIGINT,
  PRIMARY KEY (incident_id, alert_id)
);
CREATE INDEX incident_alert_by_alert ON incident_alert (alert_id);
CREATE TABLE incident_run (
  incident_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  PRIMARY KEY (incident_id, run_id)
);
CREATE INDEX incident_run_by_run ON incident_run (run_id);
CREATE TABLE incident_responder (
  incident_id TEXT NOT NULL,
  person TEXT NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (incident_id, person)
);
CREATE TABLE incident_entry (
  incident_id TEXT NOT NULL,
  event_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  component TEXT,
  actor TEXT NOT NULL,
  run_id TEXT,
  args TEXT NOT NULL,
  PRIMARY KEY (incident_id, event_id)
);
