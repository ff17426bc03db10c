CREATE TABLE checklist_item_due (
  run TEXT NOT NULL,
  item BIGINT NOT NULL,
  system TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  reported_at BIGINT,
  PRIMARY KEY (run, item)
);

CREATE INDEX checklist_item_due_by_time ON checklist_item_due (due_at);

CREATE INDEX run_by_state ON run (lane, state, queued_at);
