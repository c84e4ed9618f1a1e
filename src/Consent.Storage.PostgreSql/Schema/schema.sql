-- Which scripts were run here. Read at every start, also by those who may not migrate.
CREATE TABLE consent_migration (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['consent_writer', 'consent_auditor', 'consent_eraser'] LOOP
        IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role) THEN
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), role);
            EXECUTE format('GRANT SELECT ON consent_migration TO %I', role);
        END IF;
    END LOOP;
END $$;
