CREATE TABLE backup_log (
  system TEXT NOT NULL,
  plan TEXT NOT NULL,
  name TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  stores TEXT NOT NULL,
  gap BIGINT NOT NULL,
  stored_at BIGINT NOT NULL,
  PRIMARY KEY (system, plan, name)
);

CREATE TABLE backup_log_state (
  system TEXT NOT NULL,
  plan TEXT NOT NULL,
  restorable_at BIGINT,
  PRIMARY KEY (system, plan)
);

CREATE TABLE backup_hold (
  backup TEXT PRIMARY KEY,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  held_at BIGINT NOT NULL
);
