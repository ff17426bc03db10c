CREATE TABLE notify_failed_run (
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  run TEXT NOT NULL,
  PRIMARY KEY (system, name)
);
