-- Contacts' keys, each wrapped by the key-encryption key.
CREATE TABLE contact_key (handle uuid PRIMARY KEY, wrapped bytea NOT NULL);
ALTER TABLE contact_key ALTER COLUMN wrapped SET STATISTICS 0;
