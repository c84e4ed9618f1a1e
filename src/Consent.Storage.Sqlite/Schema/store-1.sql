-- The directory: the only place where a contact's id stands. A row is there for every contact that has a snapshot or an entry.
CREATE TABLE contact (
    no INTEGER PRIMARY KEY,             -- grows and is never given again: head.contacts
    id BLOB NOT NULL UNIQUE,            -- ordered as UTF-16 code units (OrderedText)
    handle BLOB NOT NULL,               -- 16 random bytes: the name of its key; zeros: entries are not encrypted
    version INTEGER NOT NULL,           -- 0 while there is no snapshot
    snapshot BLOB,
    changed INTEGER NOT NULL,           -- when it was last written, on the counter head.changed; it decides nothing
    last_entry INTEGER NOT NULL,        -- the index of its last entry that has a revision; -1: none
    mac BLOB NOT NULL                   -- RecordKey.OfContact
) STRICT;
CREATE INDEX contact_changed ON contact (changed);

-- Records that are gone, for those who follow the changes (IAudienceFeed).
CREATE TABLE gone (changed INTEGER PRIMARY KEY, no INTEGER NOT NULL) STRICT;
CREATE INDEX gone_no ON gone (no, changed);

-- Ids that were erased: a keyed digest of the id, and the bytes of the record that says so.
CREATE TABLE closed (digest BLOB PRIMARY KEY, version INTEGER NOT NULL, snapshot BLOB NOT NULL, mac BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- The log: of each entry its leaf with the nodes that it completes in the tree (LeafRow), and what it says (EntryBlob). Never deleted; an erasure takes away all but the leaf.
CREATE TABLE entry (
    idx INTEGER PRIMARY KEY,
    leaf BLOB NOT NULL,
    contact INTEGER,                    -- contact.no
    change INTEGER,                     -- the first 8 bytes of the SHA-256 of the change id
    type TEXT,
    quarantined INTEGER,
    recorded_at INTEGER,
    sealed BLOB                         -- NULL: erased
) STRICT;
CREATE INDEX entry_change ON entry (contact, change) WHERE contact IS NOT NULL;
CREATE INDEX entry_event ON entry (type, idx) WHERE type <> 'changed';
CREATE INDEX entry_quarantined ON entry (idx) WHERE quarantined = 1;

-- Where the log ends, and the right edge of its tree.
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    size INTEGER NOT NULL,
    last_recorded_at INTEGER,
    edge BLOB NOT NULL,
    changed INTEGER NOT NULL,
    contacts INTEGER NOT NULL,          -- the last number that was given to a contact
    mac BLOB NOT NULL                   -- RecordKey.OfHead; empty in a database that was never written to
) STRICT;
INSERT INTO head VALUES (1, 0, NULL, x'', 0, 0, x'');

-- What this database knows its own keys by (StoreKey.CheckValue).
CREATE TABLE key_check (one INTEGER PRIMARY KEY CHECK (one = 1), value BLOB NOT NULL) STRICT;

-- The code is part of the key, so that a row of somebody else takes no place.
CREATE TABLE checkpoint (
    size INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    note TEXT NOT NULL,
    mac BLOB NOT NULL,                  -- RecordKey.OfCheckpoint
    PRIMARY KEY (size, mac)
) STRICT, WITHOUT ROWID;

-- What a program keeps beside records and log (IConsentNotes). No decision rests on it.
CREATE TABLE note (
    kind TEXT NOT NULL,
    key BLOB NOT NULL,                  -- ordered as UTF-16 code units (OrderedText)
    bytes BLOB NOT NULL,
    version INTEGER NOT NULL,
    gone_at INTEGER,
    mac BLOB NOT NULL,                  -- RecordKey.OfNote
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_gone ON note (gone_at) WHERE gone_at IS NOT NULL;

-- Filled only while an erasure takes away: the entries that it may empty.
CREATE TABLE erasing (first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT;

-- Keys that are still to be removed from the key store.
CREATE TABLE doomed_key (handle BLOB PRIMARY KEY, mac BLOB NOT NULL) STRICT, WITHOUT ROWID; -- RecordKey.OfDoomedKey

-- FAIL where much is inserted: ABORT would have SQLite copy each page first, to undo the statement. Whoever inserts rolls back.
CREATE TRIGGER entry_insert BEFORE INSERT ON entry WHEN NEW.idx < (SELECT size FROM head)
BEGIN SELECT RAISE(FAIL, 'the log is append-only'); END;
CREATE TRIGGER entry_update BEFORE UPDATE ON entry
WHEN NEW.idx <> OLD.idx OR NEW.leaf <> OLD.leaf OR coalesce(NEW.contact, NEW.change, NEW.type, NEW.quarantined, NEW.recorded_at, NEW.sealed) IS NOT NULL
    OR NOT EXISTS (SELECT 1 FROM erasing WHERE OLD.idx BETWEEN first AND last)
BEGIN SELECT RAISE(ABORT, 'the log is append-only: an erasure takes away what it names, and never a leaf'); END;
CREATE TRIGGER entry_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER head_update BEFORE UPDATE ON head WHEN NEW.size < OLD.size
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER head_delete BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER checkpoint_update BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
CREATE TRIGGER checkpoint_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
