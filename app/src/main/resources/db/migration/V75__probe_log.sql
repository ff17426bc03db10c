CREATE TABLE probe_log (
  system TEXT NOT NULL,
  component TEXT NOT NULL,
  probe TEXT NOT NULL,
  progress TEXT NOT NULL,
  PRIMARY KEY (system, component, probe)
);

CREATE TABLE probe_log_group (
  system TEXT NOT NULL,
  component TEXT NOT NULL,
  probe TEXT NOT NULL,
  hour BIGINT NOT NULL,
  level TEXT NOT NULL,
  pattern TEXT NOT NULL,
  example TEXT NOT NULL,
  lines BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  PRIMARY KEY (system, component, probe, hour, level, pattern)
);

CREATE INDEX probe_log_group_hour ON probe_log_group (hour);
