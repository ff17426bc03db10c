-- What works on a host whose manual limits how many runs do so at once, and who waits for a turn.
CREATE TABLE run_slot (
  attempt TEXT PRIMARY KEY,
  run TEXT NOT NULL,
  host TEXT NOT NULL
);

CREATE INDEX run_slot_by_host ON run_slot (host);

CREATE TABLE run_turn (
  host TEXT NOT NULL,
  run TEXT NOT NULL,
  rank BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  PRIMARY KEY (host, run)
);

CREATE INDEX run_turn_by_run ON run_turn (run);
