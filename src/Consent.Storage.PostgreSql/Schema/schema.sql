-- Which scripts were run here. Read at every start, also by those who may not migrate.
CREATE TABLE consent_migration (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
