CREATE TABLE deployment (
  id TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  previous TEXT,
  colour TEXT NOT NULL,
  run TEXT NOT NULL,
  actor TEXT NOT NULL,
  stage TEXT NOT NULL,
  outcome TEXT,
  why TEXT,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  requests BIGINT NOT NULL,
  failed BIGINT NOT NULL,
  switch_millis BIGINT
);

CREATE INDEX deployment_by_name ON deployment (system, name, started_at);

CREATE TABLE deployment_mark (
  deployment TEXT NOT NULL,
  seq BIGINT NOT NULL,
  marked_at BIGINT NOT NULL,
  stage TEXT NOT NULL,
  said TEXT NOT NULL,
  PRIMARY KEY (deployment, seq)
);
