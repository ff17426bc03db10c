CREATE TABLE schedule_item (
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  schedule TEXT NOT NULL,
  last_at BIGINT NOT NULL,
  PRIMARY KEY (system, name)
);

CREATE TABLE schedule_firing (
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  fired_at BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  run TEXT,
  PRIMARY KEY (system, name, due_at)
);

CREATE INDEX schedule_firing_by_due ON schedule_firing (due_at);
