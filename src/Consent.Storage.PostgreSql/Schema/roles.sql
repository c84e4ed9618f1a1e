-- Group roles without a login: the database's users are made members of one of them. Made only where they are missing and the user may.
DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['consent_writer', 'consent_auditor', 'consent_eraser'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role)
            AND (SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles WHERE rolname = current_user) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', role);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL; -- Another process made it at the same time.
            END;
        END IF;
    END LOOP;
END $$;
