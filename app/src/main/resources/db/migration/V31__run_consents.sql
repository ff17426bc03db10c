ALTER TABLE run_approval ADD COLUMN needed BIGINT NOT NULL DEFAULT 1;
ALTER TABLE run_approval ADD COLUMN void_reason TEXT;

CREATE TABLE run_consent (
  approval TEXT NOT NULL,
  person TEXT NOT NULL,
  given_at BIGINT NOT NULL,
  PRIMARY KEY (approval, person)
);

ALTER TABLE run ADD COLUMN held_by TEXT;
CREATE INDEX run_by_trigger ON run (trigger_key, trigger_kind);
CREATE INDEX run_by_parent ON run (parent);
