CREATE TABLE report_figure (
  system TEXT NOT NULL,
  metric TEXT NOT NULL,
  day TEXT NOT NULL,
  series TEXT NOT NULL,
  samples BIGINT NOT NULL,
  total DOUBLE PRECISION NOT NULL,
  lowest DOUBLE PRECISION NOT NULL,
  highest DOUBLE PRECISION NOT NULL,
  latest DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (system, metric, day, series)
);

CREATE TABLE report_figure_day (
  system TEXT NOT NULL,
  day TEXT NOT NULL,
  PRIMARY KEY (system, day)
);
