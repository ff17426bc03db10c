ALTER TABLE incident ADD COLUMN kind TEXT;
CREATE TABLE incident_task (
  incident_id TEXT NOT NULL,
  position BIGINT NOT NULL,
  phase TEXT NOT NULL,
  until_seconds BIGINT,
  task TEXT NOT NULL,
  runbook TEXT,
  verify TEXT,
  required BIGINT NOT NULL,
  done_at BIGINT,
  done_by TEXT,
  evidence TEXT,
  PRIMARY KEY (incident_id, position)
);
CREATE TABLE incident_text (
  incident_id TEXT NOT NULL,
  field TEXT NOT NULL,
  version BIGINT NOT NULL,
  content TEXT NOT NULL,
  written_at BIGINT NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (incident_id, field, version)
);
CREATE TABLE incident_follow_up (
  incident_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  task TEXT NOT NULL,
  person TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  done_at BIGINT,
  done_by TEXT,
  overdue_at BIGINT,
  PRIMARY KEY (incident_id, number)
);
