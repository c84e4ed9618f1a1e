-- Contacts' keys: pages of 64, each wrapped as a whole by the key-encryption key. None is ever deleted; an erasure puts zeros in a key's place.
CREATE TABLE key_page (
    page uuid PRIMARY KEY,              -- what its keys' handles (contact.handle) begin with, and zero for their place; zeros: the key of the database, alone
    wrapped bytea NOT NULL
);
ALTER TABLE key_page ALTER COLUMN wrapped SET STATISTICS 0;
-- In the row itself: what is wrapped cannot be compressed, and what an erasure leaves behind is vacuumed in one place.
ALTER TABLE key_page ALTER COLUMN wrapped SET STORAGE MAIN;
