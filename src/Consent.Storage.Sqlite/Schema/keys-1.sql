-- Contacts' keys: pages of 64, each wrapped as a whole by the key-encryption key. None is ever deleted; an erasure puts zeros in a key's place.
CREATE TABLE key_page (
    page BLOB NOT NULL PRIMARY KEY,     -- 16 bytes: what its keys' handles (contact.handle) begin with, and zero for their place; zeros: the key of the database, alone
    wrapped BLOB NOT NULL
) STRICT;
