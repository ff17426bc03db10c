CREATE TABLE env_variable (
  system TEXT NOT NULL,
  file TEXT NOT NULL,
  name TEXT NOT NULL,
  mark TEXT NOT NULL,
  since BIGINT NOT NULL,
  PRIMARY KEY (system, file, name)
);
