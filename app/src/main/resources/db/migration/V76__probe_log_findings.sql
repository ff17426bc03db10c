CREATE TABLE probe_log_tally (
  system TEXT NOT NULL,
  component TEXT NOT NULL,
  probe TEXT NOT NULL,
  hour BIGINT NOT NULL,
  what TEXT NOT NULL,
  name TEXT NOT NULL,
  lines BIGINT NOT NULL,
  micros BIGINT NOT NULL,
  PRIMARY KEY (system, component, probe, hour, what, name)
);

CREATE INDEX probe_log_tally_hour ON probe_log_tally (hour);

CREATE TABLE probe_log_line (
  system TEXT NOT NULL,
  component TEXT NOT NULL,
  probe TEXT NOT NULL,
  pattern TEXT NOT NULL,
  number BIGINT NOT NULL,
  line TEXT NOT NULL,
  read_at BIGINT NOT NULL,
  PRIMARY KEY (system, component, probe, pattern, number)
);
