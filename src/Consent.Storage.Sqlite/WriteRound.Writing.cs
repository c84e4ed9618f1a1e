using Consent.Auditing;

namespace Consent.Storage.Sqlite;

/// <summary>What was decided goes into the file.</summary>
internal sealed partial class WriteRound
{
    /// <summary>Writes and commits: durable once returned.</summary>
    public void Finish()
    {
        if (_numbers > _head.Contacts && _context.Encrypts)
        {
            // Their keys were made ahead.
            _context.KeyStore.DemandInPlace();
        }

        // The contacts first: meanwhile the entries are sealed.
        foreach (var (contact, row) in _contacts)
        {
            if (row.Written is not null || row.IsNew || row.HasMoved)
            {
                Write(contact, row, row.Written is { } snapshot ? ContactSnapshot.ToBytes(snapshot) : null);
            }
        }

        var next = 0;
        foreach (var (leaf, blob) in _log.Grow())
        {
            var (entry, row) = _entries[next++];
            Insert(entry, row, leaf, blob);
        }

        var moved = _entries.Count > 0 || _changed != _head.Changed ? new Head(_log.Edge, _log.LastRecordedAt, _changed, _numbers).Write(_connection, _context.Records) : null;
        if (_connection.HasMoved)
        {
            throw new AuditLogAlteredException(
                "The database file, or its write-ahead log, was deleted or renamed, or another took its name, while this process had it open: nothing is recorded in a file that nobody finds again. Bring it back; or end this process in good order, which copies a log that was deleted into the file, and start again.", LogFlaw.CutOff, _head.Edge.Size);
        }

        _connection["COMMIT"].Run();
        if (moved is not null)
        {
            _context.LastHead = moved;
            _context.Watch.Wrote(moved.Head.Edge.Size, moved.Edge);
        }
    }

    private void Write(ContactId contact, ContactRow row, byte[]? snapshot)
    {
        var id = OrderedText.ToBytes(contact.Value);
        if (!row.IsNew)
        {
            Update(row, id, snapshot ?? SnapshotOf(row.No));
            return;
        }

        var insert = _connection["INSERT INTO contact (no, id, handle, version, snapshot, changed, last_entry, mac) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"]
            .Bind(1, row.No).Bind(2, id).Bind(3, row.Handle).Bind(4, row.Version).Bind(6, ++_changed).Bind(7, row.LastEntry)
            .Bind(8, _context.Records.OfContact(id, row.No, row.Handle, row.Version, row.LastEntry, snapshot));
        (snapshot is null ? insert.BindNull(5) : insert.Bind(5, snapshot)).Change();
    }

    private void Update(ContactRow row, byte[] id, byte[]? snapshot)
    {
        var update = _connection["UPDATE contact SET version = ?2, snapshot = ?3, changed = ?4, last_entry = ?5, mac = ?6 WHERE no = ?1"]
            .Bind(1, row.No).Bind(2, row.Version).Bind(4, ++_changed).Bind(5, row.LastEntry)
            .Bind(6, _context.Records.OfContact(id, row.No, row.Handle, row.Version, row.LastEntry, snapshot));
        (snapshot is null ? update.BindNull(3) : update.Bind(3, snapshot)).Change();
    }

    private byte[]? SnapshotOf(long no)
    {
        var found = _connection["SELECT snapshot FROM contact WHERE no = ?1"].Bind(1, no);
        found.Next();
        var snapshot = found.IsNull(0) ? null : found.Bytes(0).ToArray();
        found.Reset();
        return snapshot;
    }

    private void Insert(AuditEntry entry, ContactRow? row, byte[] leaf, byte[] blob)
    {
        _connection["INSERT OR FAIL INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"]
            .Bind(1, entry.Index).Bind(2, leaf).Bind(3, row?.No).Bind(4, StoredEntry.ShortHash(entry))
            .Bind(5, entry.Type.Name).Bind(6, entry.IsQuarantined ? 1 : 0).Bind(7, entry.RecordedAt.UnixMicroseconds).Bind(8, blob).Change();
    }
}
