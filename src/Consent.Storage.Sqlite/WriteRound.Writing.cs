namespace Consent.Storage.Sqlite;

/// <summary>What was decided goes into the file.</summary>
internal sealed partial class WriteRound
{
    /// <summary>Writes and commits: durable once returned.</summary>
    public void Finish()
    {
        // The contacts first: meanwhile the entries are sealed.
        foreach (var (contact, row) in _contacts)
        {
            if (row.Written is not null || row.IsNew)
            {
                Write(contact, row, row.Written is { } snapshot ? ContactSnapshot.ToBytes(snapshot) : []);
            }
        }

        var next = 0;
        foreach (var (leaf, blob) in _log.Grow())
        {
            var (entry, row) = _entries[next++];
            Insert(entry, row, leaf, blob);
        }

        if (_entries.Count > 0 || _changed != _head.Changed)
        {
            new Head(_log.Edge, _log.LastRecordedAt, _changed, _numbers).Write(_connection);
        }

        _connection["COMMIT"].Run();
    }

    private void Write(ContactId contact, ContactRow row, ReadOnlySpan<byte> snapshot)
    {
        if (!row.IsNew)
        {
            _connection["UPDATE contact SET version = ?2, snapshot = ?3, changed = ?4 WHERE no = ?1"].Bind(1, row.No).Bind(2, row.Version).Bind(3, snapshot).Bind(4, ++_changed).Run();
            return;
        }

        var insert = _connection["INSERT INTO contact (no, id, handle, version, snapshot, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"]
            .Bind(1, row.No).Bind(2, OrderedText.ToBytes(contact.Value)).Bind(3, row.Handle).Bind(4, row.Version).Bind(6, ++_changed);
        (snapshot.IsEmpty ? insert.BindNull(5) : insert.Bind(5, snapshot)).Run();
    }

    private void Insert(AuditEntry entry, ContactRow? row, byte[] leaf, byte[] blob)
    {
        _connection["INSERT OR FAIL INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"]
            .Bind(1, entry.Index).Bind(2, row?.No).Bind(3, entry.Evidence?.Change is { } change ? EntryReader.ShortHash(change) : null)
            .Bind(4, entry.Type.Name).Bind(5, entry.IsQuarantined ? 1 : 0).Bind(6, entry.RecordedAt.UnixMicroseconds).Bind(7, blob).Run();
        _connection["INSERT OR FAIL INTO leaf VALUES (?1, ?2)"].Bind(1, entry.Index).Bind(2, leaf).Run();
    }
}
