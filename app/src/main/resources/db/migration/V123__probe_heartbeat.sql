CREATE TABLE probe_heartbeat (
  system TEXT NOT NULL,
  component TEXT NOT NULL,
  probe TEXT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (system, component, probe)
);

CREATE TABLE probe_heartbeat_signal (
  id TEXT NOT NULL PRIMARY KEY,
  system TEXT NOT NULL,
  component TEXT NOT NULL,
  probe TEXT NOT NULL,
  signal TEXT NOT NULL
);

CREATE INDEX probe_heartbeat_signal_probe ON probe_heartbeat_signal (system, component, probe, id);
