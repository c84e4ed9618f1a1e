namespace Consent.Storage.Sqlite;

/// <summary>One transaction of the writer: what a group of requests does, all of it or nothing.</summary>
internal sealed partial class WriteRound : CommitRound
{
    private readonly Connection _connection;
    private readonly WriterContext _context;
    private readonly Dictionary<ContactId, ContactRow> _contacts = [];
    private readonly Head _head;
    private readonly LogAppender _log;
    private readonly List<(AuditEntry Entry, ContactRow? Row)> _entries = [];
    private bool _anyClosed;
    private long _changed;
    private long _numbers;

    /// <summary>Begins the transaction.</summary>
    public WriteRound(Connection connection, WriterContext context)
    {
        _connection = connection;
        _context = context;
        var before = context.Watch.Greatest;
        connection["BEGIN IMMEDIATE"].Run();
        _head = Head.Read(connection, context, before);
        _log = new(_head.Edge, _head.LastRecordedAt);
        (_changed, _numbers) = (_head.Changed, _head.Contacts);
        _anyClosed = connection.Number("SELECT count(*) FROM (SELECT 1 FROM closed LIMIT 1)") > 0;
    }

    /// <summary>Whether an erasure is part of it, so that the file is to be cleaned after.</summary>
    public bool HasErased { get; private set; }

    /// <summary>Looks contacts up, before anything is written.</summary>
    /// <param name="lookups">All that the group will touch.</param>
    /// <param name="keys">Keys that were found for an earlier try.</param>
    /// <param name="newContacts">How many of them have no row yet.</param>
    /// <returns>The handles of those whose key has to be found first.</returns>
    public IReadOnlyList<Guid> Prepare(IEnumerable<ContactLookup> lookups, IReadOnlyDictionary<Guid, byte[]> keys, out int newContacts)
    {
        List<Guid>? missing = null;
        newContacts = 0;
        foreach (var lookup in lookups)
        {
            if (lookup.Contact.IsDefault || _contacts.ContainsKey(lookup.Contact))
            {
                continue;
            }

            var row = Load(lookup.Contact, lookup.Rebuilds);
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

    public bool Add(StoredCheckpoint checkpoint)
    {
        var isLater = CheckpointRows.Last(_connection, _context) is not { } last || (checkpoint.Size > last.Size && checkpoint.MadeAt >= last.MadeAt);
        if (isLater)
        {
            CheckpointRows.Write(_connection, _context, checkpoint);
        }

        return isLater;
    }

    public bool Write(StoreNote note) => NoteRows.Write(_connection, _context, note);

    public int PurgeNotes(Timestamp goneBy) => NoteRows.Purge(_connection, goneBy);

    private ContactRow Load(ContactId contact, bool rebuilds)
    {
        var row = new ContactRow();
        var id = OrderedText.ToBytes(contact.Value);
        var found = _connection["SELECT no, handle, version, last_entry, snapshot, mac FROM contact WHERE id = ?1"].Bind(1, id);
        if (found.Next())
        {
            (row.No, row.Handle, row.Version, row.LastEntry) = (found.Long(0), found.Guid(1), found.Long(2), found.Long(3));
            var isIntact = RecordKey.Verifies(_context.Records.OfContact(id, row.No, row.Handle, row.Version, row.LastEntry, found.Bytes(4)), found.Bytes(5));
            found.Reset();
            row.IsAltered = isIntact || rebuilds ? !isIntact : throw new RecordAlteredException();
        }

        _contacts.Add(contact, row);
        return row;
    }

    private long VersionOf(ContactId contact, bool rebuilds)
    {
        if (_contacts[contact] is { HasSnapshot: true } row)
        {
            return row.IsAltered && !rebuilds ? throw new RecordAlteredException() : row.Version;
        }

        if (!_anyClosed && !HasErased)
        {
            return 0;
        }

        var digest = DigestOf(contact);
        var closed = _connection["SELECT version, snapshot, mac FROM closed WHERE digest = ?1"].Bind(1, digest);
        if (!closed.Next())
        {
            return 0;
        }

        var version = closed.Long(0);
        var isIntact = RecordKey.Verifies(_context.Records.OfClosed(digest, version, closed.Bytes(1)), closed.Bytes(2));
        closed.Reset();
        return isIntact ? version : rebuilds ? Math.Max(0, version) : throw new RecordAlteredException();
    }

    protected override AuditEntry? FindRecorded(ContactId contact, ChangeId change) => _contacts[contact] is { IsThere: true } row ? Recorded(row, change) : null;

    protected override (long Version, long LastEntry) Find(SnapshotWrite write, bool rebuilds) =>
        (VersionOf(write.Snapshot.Id, rebuilds), _contacts[write.Snapshot.Id] is { HasSnapshot: true } row ? row.LastEntry : AuditEntry.NotLogged);

    protected override void Rebuilt(ContactId contact, long lastEntry) => (_contacts[contact].LastEntry, _contacts[contact].IsAltered) = (lastEntry, false);

    protected override void Write(ContactConsents snapshot, long version)
    {
        var contact = snapshot.Id;
        var row = _contacts[contact];
        if (snapshot.State == ContactState.Closed)
        {
            Forget(contact, row);
            Close(snapshot, version);
            return;
        }

        if ((_anyClosed || HasErased) && !row.HasSnapshot)
        {
            Open(contact);
        }

        Add(row);
        (row.Version, row.Written) = (version, snapshot);
        _context.ReadThrough(snapshot.Taxonomy);
    }

    /// <summary>Makes the contact's row where there is none, with a key of its own.</summary>
    private void Add(ContactRow row)
    {
        if (row.IsThere)
        {
            return;
        }

        row.IsNew = true;
        row.No = ++_numbers;
        if (_context.Encrypts)
        {
            var key = _context.Keys.Take() ?? throw new ConsentStoreException("No key is ready for a new contact.", isTransient: true);
            (row.Handle, row.Key) = (key.Handle, key.Bytes);
        }
    }

    protected override AuditEntry Append(AuditEntry entry, ConsentCommit commit)
    {
        ContactRow? row = null;
        if (entry.Subject is { } subject)
        {
            // It was looked up for one that was to replace it, and did not.
            row = _contacts[subject.Contact] is { IsAltered: false } intact ? intact : throw new RecordAlteredException();
            Add(row);
        }

        var logged = _log.Append(entry, row?.Key ?? default, row?.LastEntry ?? AuditEntry.NotLogged);
        if (logged.Subject is { Revision: not null })
        {
            (row!.LastEntry, row.HasMoved) = (logged.Index, true);
        }

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
        var found = _connection[EntryReader.ByChange].Bind(1, row.No).Bind(2, StoredEntry.ShortHash(change));
        AuditEntry? recorded = null;
        while (recorded is null && found.Next())
        {
            var index = found.Long(0);
            var entry = StoredEntry.Opened(index, LeafRow.Leaf(found.Bytes(2)), found.Bytes(1), row.Key.Span);
            recorded = entry.Evidence?.Change == change ? entry : null;
        }

        found.Reset();
        return recorded ?? row.Recorded?.GetValueOrDefault(change);
    }

    private ReadOnlySpan<byte> DigestOf(ContactId contact)
    {
        var digest = new byte[32];
        _context.Suppression.Of(contact).CopyTo(digest);
        return digest;
    }
}
