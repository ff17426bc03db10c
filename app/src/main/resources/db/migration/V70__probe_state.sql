CREATE TABLE probe_state (
  system    TEXT   NOT NULL,
  component TEXT   NOT NULL,
  probe     TEXT   NOT NULL,
  status    TEXT   NOT NULL,
  since     BIGINT NOT NULL,
  evidence  TEXT   NOT NULL,
  PRIMARY KEY (system, component, probe)
);
