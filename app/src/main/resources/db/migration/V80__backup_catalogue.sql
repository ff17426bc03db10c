CREATE TABLE backup (
  id TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  plan TEXT NOT NULL,
  kind TEXT NOT NULL,
  item TEXT NOT NULL,
  run TEXT NOT NULL,
  attempt TEXT NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  taken_at BIGINT,
  ended_at BIGINT,
  plain_bytes BIGINT,
  plain_sha256 TEXT,
  stored_bytes BIGINT,
  stored_sha256 TEXT,
  compress TEXT NOT NULL,
  encrypt TEXT NOT NULL,
  rows_counted BIGINT,
  contents TEXT,
  unusual TEXT,
  code TEXT,
  said TEXT
);

CREATE INDEX backup_by_plan ON backup (system, plan, started_at);
CREATE INDEX backup_by_run ON backup (run);

CREATE TABLE backup_copy (
  backup TEXT NOT NULL,
  store TEXT NOT NULL,
  place TEXT NOT NULL,
  state TEXT NOT NULL,
  checked_at BIGINT,
  code TEXT,
  said TEXT,
  PRIMARY KEY (backup, store)
);

CREATE TABLE backup_proof (
  id TEXT PRIMARY KEY,
  backup TEXT NOT NULL,
  system TEXT NOT NULL,
  plan TEXT NOT NULL,
  kind TEXT NOT NULL,
  run TEXT NOT NULL,
  place TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  outcome TEXT NOT NULL,
  took_millis BIGINT,
  code TEXT,
  said TEXT
);

CREATE INDEX backup_proof_by_plan ON backup_proof (system, plan, started_at);
CREATE INDEX backup_proof_by_backup ON backup_proof (backup);
