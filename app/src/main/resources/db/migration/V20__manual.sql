-- Every manual that was ever in force, by the hash of its files.
CREATE TABLE manual_version (
  hash   TEXT NOT NULL PRIMARY KEY,
  system TEXT NOT NULL,
  files  TEXT NOT NULL
);

CREATE TABLE manual_activation (
  id     TEXT   NOT NULL PRIMARY KEY,
  system TEXT   NOT NULL,
  hash   TEXT   NOT NULL REFERENCES manual_version (hash),
  at     BIGINT NOT NULL,
  actor  TEXT   NOT NULL
);

CREATE INDEX manual_activation_newest ON manual_activation (system, at);
