CREATE TABLE connection_test (
  system TEXT NOT NULL,
  sort TEXT NOT NULL,
  name TEXT NOT NULL,
  made TEXT NOT NULL,
  tested BIGINT NOT NULL,
  actor TEXT NOT NULL,
  stages TEXT NOT NULL,
  PRIMARY KEY (system, sort, name)
);
