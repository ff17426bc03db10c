ALTER TABLE notify_group ADD COLUMN flap_since BIGINT;
ALTER TABLE notify_group ADD COLUMN flap_times BIGINT;
ALTER TABLE notify_group ADD COLUMN flap_told BIGINT;
ALTER TABLE notify_group ADD COLUMN flap_changed BIGINT;
-- When the alerts of a group fired, as far back as counts; the group itself is gone between two times.
CREATE TABLE notify_flap (
  system TEXT NOT NULL,
  route TEXT NOT NULL,
  labels TEXT NOT NULL,
  alert TEXT NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX notify_flap_by_group ON notify_flap (system, route, labels, alert, at);
