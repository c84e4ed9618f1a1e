-- Contacts' keys, each wrapped by the key-encryption key.
CREATE TABLE contact_key (handle uuid PRIMARY KEY, wrapped bytea NOT NULL);
ALTER TABLE contact_key ALTER COLUMN wrapped SET STATISTICS 0;

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'consent_writer') THEN
        GRANT SELECT, INSERT, UPDATE (wrapped) ON contact_key TO consent_writer;
    END IF;
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'consent_auditor') THEN
        GRANT SELECT ON contact_key TO consent_auditor;
    END IF;
    IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'consent_eraser') THEN
        GRANT SELECT, DELETE ON contact_key TO consent_eraser;
    END IF;
END $$;
