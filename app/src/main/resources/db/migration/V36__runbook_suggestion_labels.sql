-- What waits for a run to end is answered later, with the labels that the alert had.
ALTER TABLE runbook_suggestion ADD COLUMN labels TEXT NOT NULL DEFAULT '{}';
