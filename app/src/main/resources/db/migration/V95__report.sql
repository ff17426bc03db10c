-- Reports that were made. What they say is one text: it is never asked about in parts.
CREATE TABLE report (
  id TEXT NOT NULL PRIMARY KEY,
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  cadence TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  zone TEXT NOT NULL,
  until_at BIGINT NOT NULL,
  since_at BIGINT,
  made_at BIGINT NOT NULL,
  made_by TEXT NOT NULL,
  run TEXT NOT NULL,
  body TEXT NOT NULL
);

CREATE INDEX report_by_name ON report (system, name, made_at);
