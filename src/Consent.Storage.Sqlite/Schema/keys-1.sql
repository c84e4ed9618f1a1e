-- Contacts' keys, each wrapped by the key-encryption key.
CREATE TABLE contact_key (handle BLOB PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
