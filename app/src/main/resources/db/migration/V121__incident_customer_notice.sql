CREATE TABLE incident_customer_notice (
  incident_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  template TEXT NOT NULL,
  title TEXT NOT NULL,
  content TEXT NOT NULL,
  recipients TEXT NOT NULL,
  channels TEXT NOT NULL,
  publish TEXT,
  state TEXT NOT NULL,
  drafted_at BIGINT NOT NULL,
  drafted_by TEXT NOT NULL,
  decided_at BIGINT,
  decided_by TEXT,
  PRIMARY KEY (incident_id, number)
);
