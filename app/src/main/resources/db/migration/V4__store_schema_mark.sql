-- Which set of migrations has last been found to be applied, as a checksum over their files.
CREATE TABLE schema_mark (
  migrations TEXT NOT NULL
);
