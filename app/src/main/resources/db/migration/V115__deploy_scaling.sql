CREATE TABLE deployment_scaling (
  id TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  count_before BIGINT NOT NULL,
  count_after BIGINT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  run TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  outcome TEXT,
  said TEXT
);

CREATE INDEX deployment_scaling_of ON deployment_scaling (system, name, started_at);
