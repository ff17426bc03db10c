-- Which machine and which opening of the data directory a node's state belongs to.
CREATE TABLE store_node (
  node    TEXT   NOT NULL PRIMARY KEY,
  data_id TEXT   NOT NULL,
  machine TEXT   NOT NULL,
  path    TEXT   NOT NULL,
  epoch   BIGINT NOT NULL
);
