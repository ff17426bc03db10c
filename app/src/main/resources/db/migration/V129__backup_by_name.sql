-- A backup is asked for by the name of its file, and each new one asks whether its name is free.
CREATE INDEX backup_by_name ON backup (name);
