-- What at most one process may have: a node's name, and the lead. Who beats lives.
CREATE TABLE store_lease (
  name    TEXT   NOT NULL PRIMARY KEY,
  node    TEXT   NOT NULL,
  holder  TEXT   NOT NULL,
  address TEXT   NOT NULL,
  token   BIGINT NOT NULL,
  beat    BIGINT NOT NULL,
  beat_at BIGINT NOT NULL
);
