CREATE TABLE run_definition (
  hash TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  stored_at BIGINT NOT NULL
);

CREATE TABLE run_number (
  system TEXT PRIMARY KEY,
  last BIGINT NOT NULL
);

CREATE TABLE run (
  id TEXT PRIMARY KEY,
  number BIGINT NOT NULL,
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  definition TEXT NOT NULL,
  targets TEXT NOT NULL,
  parameters TEXT NOT NULL,
  trigger_kind TEXT NOT NULL,
  trigger_name TEXT,
  trigger_key TEXT,
  actor TEXT NOT NULL,
  incident TEXT,
  lane TEXT NOT NULL,
  mode TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  queued_at BIGINT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  cancelled_by TEXT,
  parent TEXT,
  token BIGINT NOT NULL
);

CREATE UNIQUE INDEX run_by_number ON run (system, number);
CREATE INDEX run_by_queued ON run (lane, queued_at);
CREATE INDEX run_by_system ON run (system, lane, queued_at);
CREATE INDEX run_open ON run (ended_at, lane);
CREATE INDEX run_by_name ON run (system, name, queued_at);
CREATE INDEX run_by_incident ON run (incident);

CREATE TABLE run_step (
  run TEXT NOT NULL,
  idx BIGINT NOT NULL,
  state TEXT NOT NULL,
  started_at BIGINT,
  ended_at BIGINT,
  due_at BIGINT,
  evidence TEXT NOT NULL,
  question_reason TEXT,
  question_why TEXT,
  question_attempts BIGINT,
  question_at BIGINT,
  choice TEXT,
  choice_by TEXT,
  choice_evidence TEXT,
  PRIMARY KEY (run, idx)
);

CREATE TABLE run_attempt (
  id TEXT PRIMARY KEY,
  run TEXT NOT NULL,
  seq BIGINT NOT NULL,
  idx BIGINT NOT NULL,
  purpose TEXT NOT NULL,
  number BIGINT NOT NULL,
  kind TEXT NOT NULL,
  outcome TEXT,
  begun_at BIGINT NOT NULL,
  ended_at BIGINT,
  evidence TEXT NOT NULL,
  kills BIGINT NOT NULL,
  bytes BIGINT NOT NULL
);

CREATE UNIQUE INDEX run_attempt_by_run ON run_attempt (run, seq);

CREATE TABLE run_approval (
  id TEXT PRIMARY KEY,
  run TEXT NOT NULL,
  idx BIGINT NOT NULL,
  asked_of TEXT NOT NULL,
  hash TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  granted BIGINT,
  decided_by TEXT,
  decided_at BIGINT
);

CREATE INDEX run_approval_by_run ON run_approval (run, asked_at);

CREATE TABLE run_lock (
  name TEXT PRIMARY KEY,
  run TEXT NOT NULL,
  taken_at BIGINT NOT NULL
);

CREATE INDEX run_lock_by_run ON run_lock (run);

CREATE TABLE run_home (
  id BIGINT PRIMARY KEY,
  machine TEXT NOT NULL,
  generation BIGINT NOT NULL,
  clean BIGINT NOT NULL
);

CREATE TABLE run_switch (
  system TEXT PRIMARY KEY,
  actor TEXT NOT NULL,
  thrown_at BIGINT NOT NULL
);
