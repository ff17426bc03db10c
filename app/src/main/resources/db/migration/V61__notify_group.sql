CREATE TABLE notify_group (
  id TEXT PRIMARY KEY,
  system TEXT NOT NULL,
  route TEXT NOT NULL,
  labels TEXT NOT NULL,
  first_at BIGINT NOT NULL,
  flush_at BIGINT,
  flushed_at BIGINT,
  notified_at BIGINT,
  UNIQUE (system, route, labels)
);
CREATE TABLE notify_member (
  group_id TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  system TEXT NOT NULL,
  firing BIGINT NOT NULL,
  told BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  ended_at BIGINT,
  args TEXT NOT NULL,
  PRIMARY KEY (group_id, alert_id)
);
CREATE INDEX notify_member_by_alert ON notify_member (alert_id);
CREATE INDEX notify_member_by_system ON notify_member (system, firing);
CREATE TABLE delivery_alert (
  delivery_id TEXT NOT NULL,
  alert_id TEXT NOT NULL,
  PRIMARY KEY (alert_id, delivery_id)
);
