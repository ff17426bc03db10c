CREATE TABLE deployment_chain (
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  pipeline TEXT NOT NULL,
  workflow TEXT NOT NULL,
  ref TEXT NOT NULL,
  sha TEXT NOT NULL,
  version TEXT NOT NULL,
  url TEXT NOT NULL,
  state TEXT NOT NULL,
  reported_at BIGINT NOT NULL,
  claimed BIGINT NOT NULL,
  run TEXT,
  refused TEXT,
  PRIMARY KEY (system, name, pipeline)
);

CREATE TABLE deployment_chain_job (
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  pipeline TEXT NOT NULL,
  job TEXT NOT NULL,
  label TEXT NOT NULL,
  place BIGINT NOT NULL,
  state TEXT NOT NULL,
  reported_at BIGINT NOT NULL,
  PRIMARY KEY (system, name, pipeline, job)
);

CREATE TABLE deployment_delivery (
  system TEXT NOT NULL,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (system, name, hash)
);
