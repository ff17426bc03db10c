-- One row per event; the entries of a node form a hash chain.
CREATE TABLE journal_entry (
  node           TEXT   NOT NULL,
  seq            BIGINT NOT NULL,
  id             TEXT   NOT NULL UNIQUE,
  at             BIGINT NOT NULL,
  kind           TEXT   NOT NULL,
  schema_version BIGINT NOT NULL,
  system         TEXT,
  component      TEXT,
  actor          TEXT   NOT NULL,
  cause          TEXT,
  run            TEXT,
  incident       TEXT,
  payload_hash   TEXT   NOT NULL,
  previous_hash  TEXT   NOT NULL,
  hash           TEXT   NOT NULL,
  PRIMARY KEY (node, seq)
);
CREATE INDEX journal_entry_at ON journal_entry (at);
CREATE INDEX journal_entry_system ON journal_entry (system, at);
CREATE INDEX journal_entry_kind ON journal_entry (kind, at);
CREATE INDEX journal_entry_run ON journal_entry (run, at);
CREATE INDEX journal_entry_incident ON journal_entry (incident, at);

-- The arguments apart from the chain: a row can be emptied by law and the chain stays intact.
-- The salt keeps a deleted payload from being guessed from its hash.
CREATE TABLE journal_payload (
  event      TEXT NOT NULL PRIMARY KEY REFERENCES journal_entry (id),
  salt       TEXT,
  args       TEXT,
  deleted_by TEXT
);

-- Where the next entry of a node joins on.
CREATE TABLE journal_head (
  node TEXT   NOT NULL PRIMARY KEY,
  seq  BIGINT NOT NULL,
  at   BIGINT NOT NULL,
  hash TEXT   NOT NULL
);

-- How far a follower has come with a node's events.
CREATE TABLE journal_cursor (
  follower TEXT   NOT NULL,
  node     TEXT   NOT NULL,
  seq      BIGINT NOT NULL,
  PRIMARY KEY (follower, node)
);
