CREATE TABLE deployment_freeze (
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  frozen_at BIGINT NOT NULL,
  PRIMARY KEY (system, name)
);
