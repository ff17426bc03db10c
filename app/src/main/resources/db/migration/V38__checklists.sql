CREATE TABLE checklist_run (
  run TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  overdue_at BIGINT,
  items TEXT NOT NULL,
  signed_by TEXT,
  signed_at BIGINT,
  note TEXT,
  fields TEXT
);

CREATE INDEX checklist_run_by_name ON checklist_run (system, name, started_at);

CREATE TABLE checklist_answer (
  run TEXT NOT NULL,
  item BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  status TEXT NOT NULL,
  note TEXT NOT NULL,
  value TEXT,
  answered_by TEXT NOT NULL,
  answered_at BIGINT NOT NULL,
  PRIMARY KEY (run, item, seq)
);
