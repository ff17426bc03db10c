-- A storm is one incident of thousands of alerts: what is asked with each of them reads no other.
CREATE INDEX incident_alert_by_rule ON incident_alert (incident_id, rule);
CREATE INDEX incident_alert_by_end ON incident_alert (incident_id, resolved_at);
CREATE INDEX incident_alert_by_component ON incident_alert (incident_id, component);
CREATE INDEX incident_entry_by_kind ON incident_entry (incident_id, kind);
