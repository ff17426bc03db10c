CREATE TABLE checklist_evidence (
  id TEXT PRIMARY KEY,
  run TEXT NOT NULL,
  item BIGINT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  hash TEXT NOT NULL,
  added_by TEXT NOT NULL,
  added_at BIGINT NOT NULL
);

CREATE INDEX checklist_evidence_by_run ON checklist_evidence (run);
CREATE INDEX checklist_run_by_start ON checklist_run (system, started_at);
