CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  sealed TEXT NOT NULL,
  since BIGINT NOT NULL,
  actor TEXT NOT NULL
);
