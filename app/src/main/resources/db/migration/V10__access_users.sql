CREATE TABLE access_user (
  id           TEXT   NOT NULL PRIMARY KEY,
  name         TEXT   NOT NULL UNIQUE,
  display_name TEXT   NOT NULL,
  password     TEXT,
  language     TEXT   NOT NULL,
  theme        TEXT   NOT NULL,
  created_at   BIGINT NOT NULL,
  signed_in_at BIGINT,
  disabled_at  BIGINT
);

-- What a role may do where it is held; verbs are separated by commas.
CREATE TABLE access_role (
  name  TEXT NOT NULL PRIMARY KEY,
  verbs TEXT NOT NULL
);
INSERT INTO access_role (name, verbs) VALUES
  ('admin', 'view,run,approve,edit'),
  ('devops', 'view,run,approve,edit'),
  ('developer', 'view,run'),
  ('dba', 'view,run,approve'),
  ('operations', 'view,run,approve'),
  ('security', 'view,run,approve'),
  ('management', 'view');

-- Who holds which role; system is a name or * for all.
CREATE TABLE access_grant (
  user_id TEXT NOT NULL REFERENCES access_user (id),
  role    TEXT NOT NULL REFERENCES access_role (name),
  system  TEXT NOT NULL,
  PRIMARY KEY (user_id, role, system)
);

-- Secrets of 256 random bits are kept as their SHA-256.
CREATE TABLE access_token (
  id           TEXT   NOT NULL PRIMARY KEY,
  hash         TEXT   NOT NULL UNIQUE,
  name         TEXT   NOT NULL,
  scope        TEXT   NOT NULL,
  system       TEXT   NOT NULL,
  user_id      TEXT   REFERENCES access_user (id),
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT,
  last_used_at BIGINT
);

CREATE TABLE access_session (
  hash       TEXT   NOT NULL PRIMARY KEY,
  user_id    TEXT   NOT NULL REFERENCES access_user (id),
  address    TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX access_session_user ON access_session (user_id);

CREATE TABLE access_link (
  hash       TEXT   NOT NULL PRIMARY KEY,
  user_id    TEXT   NOT NULL REFERENCES access_user (id),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

-- Failed sign-ins per account and per client address.
CREATE TABLE access_throttle (
  subject   TEXT   NOT NULL PRIMARY KEY,
  failures  BIGINT NOT NULL,
  failed_at BIGINT NOT NULL,
  until_at  BIGINT NOT NULL
);

-- Addresses from which an account has signed in: a stranger's failures do not hold these up.
CREATE TABLE access_known_address (
  user_id TEXT   NOT NULL REFERENCES access_user (id),
  address TEXT   NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (user_id, address)
);
