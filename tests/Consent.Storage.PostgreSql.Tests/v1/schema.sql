BEGIN;

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


CREATE SCHEMA "consent_kept";

SET LOCAL search_path TO "consent_kept";

-- Which scripts were run here. Read at every start, also by those who may not migrate.
CREATE TABLE consent_migration (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());


-- The directory: the only place where a contact's id stands. A row is there for every contact that has a snapshot or an entry.
CREATE TABLE contact (
    no bigint NOT NULL,
    id bytea PRIMARY KEY,               -- ordered as UTF-16 code units (OrderedText)
    handle uuid NOT NULL,               -- random: the name of its key; zeros: entries are not encrypted
    version bigint NOT NULL,            -- 0 while there is no snapshot
    snapshot bytea,
    changed bigint NOT NULL,            -- when it was last written, on the counter head.changed; it decides nothing
    last_entry bigint NOT NULL,         -- the index of its last entry that has a revision; -1: none
    mac bytea NOT NULL                  -- RecordKey.OfContact
) PARTITION BY HASH (id);
CREATE TABLE contact_0 PARTITION OF contact FOR VALUES WITH (MODULUS 8, REMAINDER 0);
CREATE TABLE contact_1 PARTITION OF contact FOR VALUES WITH (MODULUS 8, REMAINDER 1);
CREATE TABLE contact_2 PARTITION OF contact FOR VALUES WITH (MODULUS 8, REMAINDER 2);
CREATE TABLE contact_3 PARTITION OF contact FOR VALUES WITH (MODULUS 8, REMAINDER 3);
CREATE TABLE contact_4 PARTITION OF contact FOR VALUES WITH (MODULUS 8, REMAINDER 4);
CREATE TABLE contact_5 PARTITION OF contact FOR VALUES WITH (MODULUS 8, REMAINDER 5);
CREATE TABLE contact_6 PARTITION OF contact FOR VALUES WITH (MODULUS 8, REMAINDER 6);
CREATE TABLE contact_7 PARTITION OF contact FOR VALUES WITH (MODULUS 8, REMAINDER 7);
CREATE INDEX contact_no ON contact (no);
CREATE INDEX contact_changed ON contact (changed);
CREATE INDEX contact_bare ON contact (no) WHERE version = 0;

-- Contacts that are gone, for those who follow the changes.
CREATE TABLE gone (changed bigint PRIMARY KEY, no bigint NOT NULL);

-- Ids that were erased: a keyed digest of the id, and the bytes of the record that says so.
CREATE TABLE closed (digest bytea PRIMARY KEY, version bigint NOT NULL, snapshot bytea NOT NULL, mac bytea NOT NULL);

-- The log: of each entry its leaf with the nodes that it completes in the tree (LeafRow), and what it says (EntryBlob). Never deleted; an erasure takes away all but the leaf.
CREATE TABLE entry (
    idx bigint PRIMARY KEY,
    leaf bytea NOT NULL,
    contact bigint,                     -- contact.no
    change bigint,                      -- the first 8 bytes of the SHA-256 of the change id
    type text,
    quarantined boolean,
    recorded_at bigint,
    sealed bytea                        -- NULL: erased
);
CREATE INDEX entry_change ON entry (contact, change) WHERE contact IS NOT NULL;
CREATE INDEX entry_event ON entry (type, idx) WHERE type <> 'changed';
CREATE INDEX entry_quarantined ON entry (idx) WHERE quarantined;

-- What is encrypted cannot be compressed, and the planner's statistics must not keep samples of what can be erased.
ALTER TABLE entry ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE entry ALTER COLUMN leaf SET STORAGE EXTERNAL;
ALTER TABLE entry ALTER COLUMN leaf SET STATISTICS 0;
ALTER TABLE entry ALTER COLUMN sealed SET STATISTICS 0;
ALTER TABLE entry ALTER COLUMN change SET STATISTICS 0;
ALTER TABLE contact ALTER COLUMN snapshot SET STATISTICS 0;
ALTER TABLE contact ALTER COLUMN id SET STATISTICS 0;
DO $$
BEGIN
    FOR part IN 0..7 LOOP
        EXECUTE format('ALTER TABLE contact_%s ALTER COLUMN snapshot SET STATISTICS 0, ALTER COLUMN id SET STATISTICS 0', part);
    END LOOP;
END $$;

-- Where the log ends, and the right edge of its tree. Whoever writes locks it, so there is one writer at a time.
CREATE TABLE head (
    one boolean PRIMARY KEY CHECK (one),
    size bigint NOT NULL CHECK (size >= 0),
    last_recorded_at bigint,
    edge bytea NOT NULL,
    changed bigint NOT NULL,
    contacts bigint NOT NULL,           -- the last number that was given to a contact
    mac bytea NOT NULL                  -- RecordKey.OfHead; empty in a database that was never written to
);
INSERT INTO head VALUES (true, 0, NULL, '', 0, 0, '');

-- What this database knows its own keys by (StoreKey.CheckValue).
CREATE TABLE key_check (one boolean PRIMARY KEY CHECK (one), value bytea NOT NULL);

-- The code is part of the key, so that a row of somebody else takes no place.
CREATE TABLE checkpoint (
    size bigint NOT NULL,
    made_at bigint NOT NULL,
    note text NOT NULL,
    mac bytea NOT NULL,                 -- RecordKey.OfCheckpoint
    PRIMARY KEY (size, mac)
);

-- What a program keeps beside records and log. No decision rests on it.
CREATE TABLE note (
    kind text NOT NULL,
    key bytea NOT NULL,                 -- ordered as UTF-16 code units (OrderedText)
    bytes bytea NOT NULL,
    version bigint NOT NULL,
    gone_at bigint,
    mac bytea NOT NULL,                 -- RecordKey.OfNote
    PRIMARY KEY (kind, key)
);
CREATE INDEX note_gone ON note (gone_at) WHERE gone_at IS NOT NULL;
ALTER TABLE note ALTER COLUMN key SET STATISTICS 0;
ALTER TABLE note ALTER COLUMN bytes SET STATISTICS 0;

-- Filled only while an erasure takes away: the entries that it may empty.
CREATE TABLE erasing (first bigint NOT NULL, last bigint NOT NULL);

-- Keys that are still to be removed from the key store.
CREATE TABLE doomed_key (handle uuid PRIMARY KEY, mac bytea NOT NULL); -- RecordKey.OfDoomedKey

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION refuse_unless_erasing() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.idx <> OLD.idx OR NEW.leaf <> OLD.leaf OR num_nonnulls(NEW.contact, NEW.change, NEW.type, NEW.quarantined, NEW.recorded_at, NEW.sealed) > 0
        OR NOT EXISTS (SELECT FROM erasing WHERE OLD.idx BETWEEN first AND last) THEN
        RAISE EXCEPTION 'the log is append-only: an erasure takes away what it names, and never a leaf' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

-- These hold also for the owner of the tables, whom no privilege stops.
CREATE TRIGGER entry_append_only BEFORE DELETE OR TRUNCATE ON entry FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER entry_update BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION refuse_unless_erasing();
CREATE TRIGGER head_update BEFORE UPDATE ON head FOR EACH ROW WHEN (NEW.size < OLD.size) EXECUTE FUNCTION refuse();
CREATE TRIGGER head_delete BEFORE DELETE OR TRUNCATE ON head FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse();


INSERT INTO consent_migration (version) VALUES (1);

DO $$
DECLARE
    missing record;
BEGIN
    FOR missing IN SELECT rolname FROM pg_catalog.pg_roles, pg_catalog.pg_namespace
        WHERE rolname IN ('consent_writer', 'consent_auditor', 'consent_eraser') AND nspname = 'consent_kept'
            AND pg_has_role(nspowner, 'USAGE') AND NOT has_schema_privilege(pg_roles.oid, pg_namespace.oid, 'USAGE')
    LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', 'consent_kept', missing.rolname);
    END LOOP;
    FOR missing IN SELECT wanted.* FROM (
            SELECT role, privilege, what, nullif(columns, '') AS columns
            FROM (VALUES
                ('consent_writer', 'SELECT', 'contact,gone,closed,entry,head,checkpoint,doomed_key,note,key_check,consent_migration', ''),
                ('consent_writer', 'INSERT', 'contact,gone,closed,entry,checkpoint,key_check,note', ''),
                ('consent_writer', 'UPDATE', 'contact', 'version,snapshot,changed,last_entry,mac'),
                ('consent_writer', 'UPDATE', 'note', 'bytes,version,gone_at,mac'),
                ('consent_writer', 'UPDATE', 'head,closed', ''),
                ('consent_writer', 'DELETE', 'closed,note', ''),
                ('consent_auditor', 'SELECT', 'contact,gone,closed,entry,head,checkpoint,doomed_key,note,key_check,consent_migration', ''),
                ('consent_eraser', 'SELECT', 'contact,gone,closed,entry,head,checkpoint,doomed_key,note,key_check,consent_migration,erasing', ''),
                ('consent_eraser', 'INSERT', 'closed,gone,erasing,doomed_key', ''),
                ('consent_eraser', 'UPDATE', 'contact', 'version,snapshot,changed,last_entry,mac'),
                ('consent_eraser', 'UPDATE', 'entry', 'contact,change,type,quarantined,recorded_at,sealed'),
                ('consent_eraser', 'UPDATE', 'head', 'changed,mac'),
                ('consent_eraser', 'UPDATE', 'closed', ''),
                ('consent_eraser', 'UPDATE', 'doomed_key', 'mac'),
                ('consent_eraser', 'DELETE', 'contact,note,closed,erasing,doomed_key', '')
            ) listed (role, privilege, tables, columns), unnest(string_to_array(tables, ',')) what
        ) wanted
        JOIN pg_catalog.pg_roles r ON rolname = role
        JOIN pg_catalog.pg_class c ON relname = what AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'consent_kept')
        WHERE pg_has_role(relowner, 'USAGE') AND CASE
            WHEN columns IS NULL THEN NOT has_table_privilege(r.oid, c.oid, privilege)
            ELSE EXISTS (SELECT FROM unnest(string_to_array(columns, ',')) col WHERE NOT has_column_privilege(r.oid, c.oid, col, privilege)) END
        ORDER BY role, what, privilege
    LOOP
        EXECUTE format('GRANT %s%s ON %I.%I TO %I', missing.privilege, coalesce(' (' || missing.columns || ')', ''), 'consent_kept', missing.what, missing.role);
    END LOOP;
END $$;

-- From here on: the keys.

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


CREATE SCHEMA "consent_kept_keys";

SET LOCAL search_path TO "consent_kept_keys";

-- Which scripts were run here. Read at every start, also by those who may not migrate.
CREATE TABLE consent_migration (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());


-- Contacts' keys: pages of 64, each wrapped as a whole by the key-encryption key. None is ever deleted; an erasure puts zeros in a key's place.
CREATE TABLE key_page (
    page uuid PRIMARY KEY,              -- what its keys' handles (contact.handle) begin with, and zero for their place; zeros: the key of the database, alone
    wrapped bytea NOT NULL
);
ALTER TABLE key_page ALTER COLUMN wrapped SET STATISTICS 0;
-- In the row itself: what is wrapped cannot be compressed, and what an erasure leaves behind is vacuumed in one place.
ALTER TABLE key_page ALTER COLUMN wrapped SET STORAGE MAIN;


INSERT INTO consent_migration (version) VALUES (1);

DO $$
DECLARE
    missing record;
BEGIN
    FOR missing IN SELECT rolname FROM pg_catalog.pg_roles, pg_catalog.pg_namespace
        WHERE rolname IN ('consent_writer', 'consent_auditor', 'consent_eraser') AND nspname = 'consent_kept_keys'
            AND pg_has_role(nspowner, 'USAGE') AND NOT has_schema_privilege(pg_roles.oid, pg_namespace.oid, 'USAGE')
    LOOP
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', 'consent_kept_keys', missing.rolname);
    END LOOP;
    FOR missing IN SELECT wanted.* FROM (
            SELECT role, privilege, what, nullif(columns, '') AS columns
            FROM (VALUES
                ('consent_writer', 'SELECT', 'key_page,consent_migration', ''),
                ('consent_writer', 'INSERT', 'key_page', ''),
                ('consent_auditor', 'SELECT', 'key_page,consent_migration', ''),
                ('consent_eraser', 'SELECT', 'key_page,consent_migration', ''),
                ('consent_eraser', 'UPDATE', 'key_page', '')
            ) listed (role, privilege, tables, columns), unnest(string_to_array(tables, ',')) what
        ) wanted
        JOIN pg_catalog.pg_roles r ON rolname = role
        JOIN pg_catalog.pg_class c ON relname = what AND relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = 'consent_kept_keys')
        WHERE pg_has_role(relowner, 'USAGE') AND CASE
            WHEN columns IS NULL THEN NOT has_table_privilege(r.oid, c.oid, privilege)
            ELSE EXISTS (SELECT FROM unnest(string_to_array(columns, ',')) col WHERE NOT has_column_privilege(r.oid, c.oid, col, privilege)) END
        ORDER BY role, what, privilege
    LOOP
        EXECUTE format('GRANT %s%s ON %I.%I TO %I', missing.privilege, coalesce(' (' || missing.columns || ')', ''), 'consent_kept_keys', missing.what, missing.role);
    END LOOP;
END $$;

COMMIT;
