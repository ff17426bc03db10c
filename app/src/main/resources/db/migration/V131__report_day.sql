CREATE TABLE report_day (
  system TEXT NOT NULL,
  component TEXT NOT NULL,
  day TEXT NOT NULL,
  share DOUBLE PRECISION,
  PRIMARY KEY (system, component, day)
);
