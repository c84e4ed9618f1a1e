using System.Collections.Immutable;

namespace Consent.Storage.Sqlite;

/// <summary>One transaction of the writer: what a group of requests does, all of it or nothing.</summary>
internal sealed class WriteRound
{
    private readonly Connection _connection;
    private readonly WriterContext _context;
    private readonly Dictionary<ContactId, ContactRow> _contacts = [];
    private readonly Head _head;
    private readonly LogAppender _log;
    private readonly List<(AuditEntry Entry, ContactRow? Row)> _entries = [];
    private readonly bool _anySuppressed;
    private long _changed;

    /// <summary>Begins the transaction.</summary>
    public WriteRound(Connection connection, WriterContext context)
    {
        _connection = connection;
        _context = context;
        connection["BEGIN IMMEDIATE"].Run();
        _head = Head.Read(connection);
        _log = new(_head.Edge, _head.LastRecordedAt);
        _changed = _head.Changed;
        _anySuppressed = connection.Number("SELECT count(*) FROM (SELECT 1 FROM suppressed LIMIT 1)") > 0;
    }

    /// <summary>Whether an erasure is part of it, so that the file is to be cleaned after.</summary>
    public bool HasErased { get; private set; }

    /// <summary>Looks contacts up, before anything is written.</summary>
    /// <param name="contacts">All that the group will touch.</param>
    /// <param name="keys">Keys that were found for an earlier try.</param>
    /// <param name="newContacts">How many of them have no row yet.</param>
    /// <returns>The handles of those whose key has to be found first.</returns>
    public IReadOnlyList<Guid> Prepare(IEnumerable<ContactId> contacts, IReadOnlyDictionary<Guid, byte[]> keys, out int newContacts)
    {
        List<Guid>? missing = null;
        newContacts = 0;
        foreach (var contact in contacts)
        {
            if (contact.IsDefault || _contacts.ContainsKey(contact))
            {
                continue;
            }

            var row = Load(contact);
            newContacts += row.IsThere ? 0 : 1;
            if (row.Handle != Guid.Empty)
            {
                if ((_context.Keys.Recall(row.Handle) ?? keys.GetValueOrDefault(row.Handle)) is { } key)
                {
                    row.Key = key;
                }
                else
                {
                    (missing ??= []).Add(row.Handle);
                }
            }
        }

        return missing ?? [];
    }

    /// <summary>Checks first and writes after, so that a commit is there as a whole or not at all.</summary>
    public CommitOutcome Commit(ConsentCommit commit)
    {
        if (!commit.Change.IsDefault && _contacts[commit.Contact] is { IsThere: true } row && Recorded(row, commit.Change) is { } recorded)
        {
            return new CommitOutcome.AlreadyRecorded(recorded);
        }

        foreach (var (snapshot, expected) in commit.Snapshots)
        {
            if (VersionOf(snapshot.Id) is var actual && actual != expected)
            {
                return new CommitOutcome.Conflict(snapshot.Id, actual);
            }
        }

        foreach (var write in commit.Snapshots)
        {
            Write(write.Snapshot, write.ExpectedVersion + 1);
        }

        var entries = ImmutableArray.CreateBuilder<AuditEntry>(commit.Entries.Length);
        foreach (var entry in commit.Entries)
        {
            entries.Add(Append(entry));
        }

        return new CommitOutcome.Committed(entries.MoveToImmutable());
    }

    /// <summary>Erases. The only request of its round, so nothing is waiting to be written.</summary>
    /// <exception cref="ArgumentException">A range reaches beyond the log.</exception>
    public void Erase(IReadOnlyList<ContactErasure> erasures)
    {
        if (erasures.Any(e => e.Entries.Any(r => r.First < 0 || r.Last >= _log.Size)))
        {
            throw new ArgumentException("A range of entries reaches beyond the log.", nameof(erasures));
        }

        HasErased = true;
        _connection["INSERT OR IGNORE INTO doomed_key VALUES (?1)"].Bind(1, Guid.Empty).Run();
        foreach (var (first, last) in erasures.SelectMany(e => e.Entries))
        {
            _connection["INSERT INTO erasing VALUES (?1, ?2)"].Bind(1, first).Bind(2, last).Run();
            _connection["DELETE FROM entry WHERE idx BETWEEN ?1 AND ?2"].Bind(1, first).Bind(2, last).Run();
        }

        _connection["DELETE FROM erasing"].Run();
        foreach (var erasure in erasures)
        {
            Erase(erasure);
        }
    }

    public bool Add(StoredCheckpoint checkpoint)
    {
        var last = _connection["SELECT size, made_at FROM checkpoint ORDER BY size DESC LIMIT 1"];
        var isLater = !last.Next() || (checkpoint.Size > last.Long(0) && checkpoint.MadeAt.UnixMicroseconds >= last.Long(1));
        last.Reset();
        if (isLater)
        {
            _connection["INSERT INTO checkpoint VALUES (?1, ?2, ?3)"].Bind(1, checkpoint.Size).Bind(2, checkpoint.MadeAt.UnixMicroseconds).Bind(3, checkpoint.Note).Run();
        }

        return isLater;
    }

    /// <summary>Writes and commits: durable once returned.</summary>
    public void Finish()
    {
        WriteContacts();
        var (edge, leaves, blobs) = _log.Grow();
        for (var i = 0; i < leaves.Length; i++)
        {
            Insert(_entries[i].Entry, _entries[i].Row, leaves[i], blobs[i]);
        }

        if (leaves.Length > 0 || _changed != _head.Changed)
        {
            new Head(edge, _log.LastRecordedAt, _changed).Write(_connection);
        }

        _connection["COMMIT"].Run();
    }

    private void WriteContacts()
    {
        foreach (var (contact, row) in _contacts)
        {
            if (row.Written is null && !row.IsNew)
            {
                continue;
            }

            var buffer = _context.Buffer;
            buffer.ResetWrittenCount();
            if (row.Written is not null)
            {
                ContactSnapshot.Write(row.Written, buffer);
            }

            Write(contact, row, buffer.WrittenSpan);
        }
    }

    private void Write(ContactId contact, ContactRow row, ReadOnlySpan<byte> snapshot)
    {
        if (!row.IsNew)
        {
            _connection["UPDATE contact SET version = ?2, snapshot = ?3, changed = ?4 WHERE no = ?1"].Bind(1, row.No).Bind(2, row.Version).Bind(3, snapshot).Bind(4, ++_changed).Run();
            return;
        }

        var insert = _connection["INSERT INTO contact (id, handle, version, snapshot, changed) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING no"]
            .Bind(1, OrderedText.ToBytes(contact.Value)).Bind(2, row.Handle).Bind(3, row.Version).Bind(5, ++_changed);
        insert = snapshot.IsEmpty ? insert.BindNull(4) : insert.Bind(4, snapshot);
        insert.Next();
        row.No = insert.Long(0);
        insert.Run();
    }

    private void Insert(AuditEntry entry, ContactRow? row, byte[] leaf, byte[] blob)
    {
        _connection["INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"]
            .Bind(1, entry.Index).Bind(2, row?.No).Bind(3, entry.Evidence?.Change is { } change ? EntryReader.ShortHash(change) : null)
            .Bind(4, entry.Type.Name).Bind(5, entry.IsQuarantined ? 1 : 0).Bind(6, entry.RecordedAt.UnixMicroseconds).Bind(7, blob).Run();
        _connection["INSERT INTO leaf VALUES (?1, ?2)"].Bind(1, entry.Index).Bind(2, leaf).Run();
    }

    private ContactRow Load(ContactId contact)
    {
        var row = new ContactRow();
        var found = _connection["SELECT no, handle, version FROM contact WHERE id = ?1"].Bind(1, OrderedText.ToBytes(contact.Value));
        if (found.Next())
        {
            (row.No, row.Handle, row.Version) = (found.Long(0), found.Guid(1), found.Long(2));
            found.Reset();
        }

        _contacts.Add(contact, row);
        return row;
    }

    private long VersionOf(ContactId contact)
    {
        if (_contacts[contact] is { HasSnapshot: true } row)
        {
            return row.Version;
        }

        if (!_anySuppressed && !HasErased)
        {
            return 0;
        }

        var suppressed = _connection["SELECT version FROM suppressed WHERE digest = ?1"].Bind(1, DigestOf(contact));
        var version = suppressed.Next() ? suppressed.Long(0) : 0;
        suppressed.Reset();
        return version;
    }

    private void Write(ContactConsents snapshot, long version)
    {
        var contact = snapshot.Id;
        var row = _contacts[contact];
        if (snapshot.State == ContactState.Suppressed)
        {
            Forget(contact, row);
            Suppress(contact, snapshot.StateSince, version);
            return;
        }

        if ((_anySuppressed || HasErased) && !row.HasSnapshot)
        {
            _connection["DELETE FROM suppressed WHERE digest = ?1"].Bind(1, DigestOf(contact)).Run();
        }

        Add(row);
        (row.Version, row.Written) = (version, snapshot);
        _context.Taxonomy = snapshot.Taxonomy;
    }

    /// <summary>Makes the contact's row where there is none, with a key of its own.</summary>
    private void Add(ContactRow row)
    {
        if (row.IsThere)
        {
            return;
        }

        row.IsNew = true;
        if (_context.Encrypts)
        {
            var key = _context.Keys.Take() ?? throw new ConsentStoreException("No key is ready for a new contact.", isTransient: true);
            (row.Handle, row.Key) = (key.Handle, key.Bytes.ToArray());
        }
    }

    private AuditEntry Append(AuditEntry entry)
    {
        ContactRow? row = null;
        if (entry.Subject is { } subject)
        {
            row = _contacts[subject.Contact];
            Add(row);
        }

        var logged = _log.Append(entry, row?.Key);
        _entries.Add((logged, row));
        if (row is not null && logged.Evidence?.Change is { IsDefault: false } change)
        {
            (row.Recorded ??= []).TryAdd(change, logged);
        }

        return logged;
    }

    private AuditEntry? Recorded(ContactRow row, ChangeId change)
    {
        // The first entry that has the id keeps it: one from before this round, then one of this round.
        var found = _connection[EntryReader.ByChange].Bind(1, row.No).Bind(2, EntryReader.ShortHash(change));
        AuditEntry? recorded = null;
        while (recorded is null && found.Next())
        {
            var index = found.Long(0);
            var entry = EntryReader.Open(EntryBlob.Read(index, LeafRow.Leaf(found.Bytes(2)), found.Bytes(1), row.Key), index);
            recorded = entry.Evidence?.Change == change ? entry : null;
        }

        found.Reset();
        return recorded ?? row.Recorded?.GetValueOrDefault(change);
    }

    private void Erase(ContactErasure erasure)
    {
        var row = _contacts[erasure.Contact];
        if (!row.IsThere || IncarnationOf(erasure.Contact, row) != erasure.Incarnation)
        {
            // Erased before, perhaps opened anew since.
            return;
        }

        if (row.HasSnapshot && erasure.SuppressedSince is { } since)
        {
            Suppress(erasure.Contact, since, 1);
        }

        Forget(erasure.Contact, row);
    }

    private Guid IncarnationOf(ContactId contact, ContactRow row)
    {
        if (!row.HasSnapshot)
        {
            return Guid.Empty;
        }

        var found = _connection["SELECT snapshot FROM contact WHERE no = ?1"].Bind(1, row.No);
        found.Next();
        try
        {
            return _context.Read(contact, found.Bytes(0)).Revision.Incarnation;
        }
        finally
        {
            found.Reset();
        }
    }

    /// <summary>Removes a contact's row and dooms its key; where entries about it are left, such as a reading that came between, the row stays without a snapshot, so that another erasure can name them.</summary>
    private void Forget(ContactId contact, ContactRow row)
    {
        row.Written = null;
        row.Version = 0;
        if (row.No == 0)
        {
            return;
        }

        _connection["INSERT INTO gone VALUES (?1, ?2)"].Bind(1, ++_changed).Bind(2, row.No).Run();
        var rest = _connection["SELECT 1 FROM entry WHERE contact = ?1 LIMIT 1"].Bind(1, row.No);
        var hasRest = rest.Next();
        rest.Reset();
        if (hasRest)
        {
            _connection["UPDATE contact SET version = 0, snapshot = NULL, changed = ?2 WHERE no = ?1"].Bind(1, row.No).Bind(2, _changed).Run();
            return;
        }

        _connection["DELETE FROM contact WHERE no = ?1"].Bind(1, row.No).Run();
        if (row.Handle != Guid.Empty)
        {
            _connection["INSERT OR IGNORE INTO doomed_key VALUES (?1)"].Bind(1, row.Handle).Run();
        }

        _contacts[contact] = new();
    }

    private void Suppress(ContactId contact, Timestamp since, long version) =>
        _connection["INSERT INTO suppressed VALUES (?1, ?2, ?3) ON CONFLICT (digest) DO UPDATE SET since = excluded.since, version = excluded.version"]
            .Bind(1, DigestOf(contact)).Bind(2, since.UnixMicroseconds).Bind(3, version).Run();

    private ReadOnlySpan<byte> DigestOf(ContactId contact)
    {
        var digest = new byte[32];
        _context.Suppression.Of(contact).CopyTo(digest);
        return digest;
    }
}
