-- Several nodes may drive runs in turn; what one began on its own machine only it can see.
ALTER TABLE run_attempt ADD COLUMN node TEXT;

CREATE TABLE run_node (
  node TEXT PRIMARY KEY,
  machine TEXT NOT NULL,
  generation BIGINT NOT NULL,
  clean BIGINT NOT NULL
);

INSERT INTO run_node (node, machine, generation, clean)
  SELECT (SELECT min(node) FROM store_node), machine, generation, clean FROM run_home
  WHERE EXISTS (SELECT 1 FROM store_node);

DROP TABLE run_home;
