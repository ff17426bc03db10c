CREATE TABLE incident_notice (
  id TEXT PRIMARY KEY,
  incident_id TEXT NOT NULL UNIQUE,
  system TEXT NOT NULL,
  title TEXT NOT NULL,
  affects TEXT NOT NULL,
  withdrawn_at BIGINT
);
CREATE INDEX incident_notice_by_system ON incident_notice (system);
CREATE TABLE incident_notice_update (
  notice_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  stage TEXT NOT NULL,
  content TEXT NOT NULL,
  written_at BIGINT NOT NULL,
  author TEXT NOT NULL,
  PRIMARY KEY (notice_id, number)
);
