using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>One transaction of the writer: what a group of requests does, all of it or nothing.</summary>
/// <remarks>
/// Two journeys to the server: the first locks the head and looks up all that the group touches, the second writes and commits. Between them everything is decided here, in
/// memory: nobody else can write, because the head is locked. One change of one contact is decided on what was known before, and needs one journey: the server checks whether it still holds.
/// </remarks>
internal sealed class WriteRound : CommitRound
{
    private readonly WriterContext _context;
    private readonly Dictionary<ContactId, ContactRow> _contacts;
    private readonly Dictionary<Sha256Digest, long> _closed;
    private readonly bool _anyClosed;
    private readonly Head _head;
    private readonly StoredCheckpoint? _lastCheckpoint;
    private readonly LogAppender _log;
    private readonly RoundRows _rows = new();
    private long _changed;
    private long _numbers;
    private bool _isNamedOtherwise;
    private bool _hasFound;

    public WriteRound(WriterContext context, RoundStart start)
    {
        _context = context;
        Head = _head = start.Head;
        _contacts = start.Contacts;
        _closed = start.Closed;
        _anyClosed = start.AnyClosed;
        _lastCheckpoint = start.LastCheckpoint;
        _log = new(_head.Edge, _head.LastRecordedAt);
        (_changed, _numbers) = (_head.Changed, _head.Contacts);
    }

    /// <summary>The head as this round leaves it.</summary>
    public Head Head { get; private set; }

    /// <summary>Whether it is nothing but one change that gives one contact the next version: what the server does in one journey.</summary>
    public bool IsOneChange =>
        _rows is { Entries: [var entry], Checkpoints.Count: 0, HasClosed: false, Forgotten.Count: 0 } && _contacts.Values.Single() is { Snapshot: not null } row
        && entry.Contact == row.No && row.Version > 0 && row.IsNew == (row.Version == 1) && !_isNamedOtherwise;

    /// <summary>Contacts that lost their snapshot otherwise than by an erasure, so that their rows may have to go too.</summary>
    public IReadOnlyList<long> Forgotten => _rows.Forgotten;

    public bool Add(StoredCheckpoint checkpoint)
    {
        var last = _rows.Checkpoints is [.., var added] ? added : _lastCheckpoint;
        var isLater = last is null || (checkpoint.Size > last.Size && checkpoint.MadeAt >= last.MadeAt);
        if (isLater)
        {
            _rows.Checkpoints.Add(checkpoint);
        }

        return isLater;
    }

    /// <summary>Writes all of it and commits: durable once returned, unless the server stopped waiting for its standby.</summary>
    public async ValueTask FinishAsync(NpgsqlConnection connection, Sql sql)
    {
        _rows.Contacts = [.. _contacts.Values.Where(c => c.Changed > 0)];
        if (_rows.IsEmpty)
        {
            // What was found may be on the primary alone. To have locked the head is enough for a commit to wait for the standby, and for all that was committed before.
            var nothing = connection.Command(_hasFound ? "COMMIT" : "ROLLBACK");
            await using (nothing.ConfigureAwait(false))
            {
                await nothing.ExecuteNonQueryAsync().ConfigureAwait(false);
            }

            return;
        }

        // While the server takes them in, entries are sealed.
        await _rows.CopyNewContactsAsync(connection, sql, _context.Records).ConfigureAwait(false);
        await _rows.SealAsync(connection, sql, _log.Grow()).ConfigureAwait(false);
        Head = After();
        await _rows.WriteAsync(connection, sql, _context.Records, Head, _head.Edge.Size).ConfigureAwait(false);
    }

    /// <summary>Writes <see cref="IsOneChange">one change</see> and commits: durable once returned, if what was assumed holds; else nothing is done.</summary>
    public async ValueTask<bool> FinishAtOnceAsync(NpgsqlConnection connection, Sql sql)
    {
        var (contact, row) = _contacts.Single();
        _rows.Contacts = [row];
        _rows.Seal(_log.Grow());
        Head = After();
        return await _rows.WriteOneAsync(connection, sql, _context.Records, _head, Head, row.IsNew ? _context.DigestOf(contact) : []).ConfigureAwait(false);
    }

    /// <summary>Once it is certain that it is done: who was written by itself may soon be written again; and the log is never shorter from now on.</summary>
    public void Remember()
    {
        if (_contacts.Count == 1 && _contacts.Single() is (var contact, { IsThere: true } row))
        {
            _context.Rows.Set(contact, (row.No, row.Handle, row.LastEntry));
        }

        if (Head.Edge.Size > _head.Edge.Size)
        {
            _context.Watch.Wrote(Head.Edge.Size, Head.EdgeBytes());
        }

        _context.Seen.Note(Head.Edge.Size, Head.Changed);
        foreach (var checkpoint in _rows.Checkpoints)
        {
            _context.Seen.Note(checkpoint.Size, CheckpointRows.Mac(_context.Records, checkpoint));
        }
    }

    /// <summary>Gives back what was taken for contacts that are not made after all. Once, and only when it is certain that nothing was done.</summary>
    public void Abandon()
    {
        foreach (var row in _contacts.Values.Where(r => r.IsNew))
        {
            if (row.Handle != Guid.Empty)
            {
                _context.Keys.GiveBack(new(row.Handle, row.Key));
            }

            row.IsNew = false;
        }
    }

    /// <summary>After the answer to the commit was lost: whether it is there. Waits until whatever is left of the transaction has ended, by locking the head as it did; and keeps from being done what has not begun.</summary>
    /// <remarks>A leaf commits to fresh salts, so no other transaction can have written the same. A round without entry or checkpoint is taken for absent: done again, it conflicts at worst.</remarks>
    public ValueTask<bool> IsThereAsync(NpgsqlConnection connection, IReadOnlyList<string> begin, Sql sql) => _rows.AreThereAsync(connection, begin, sql, _context, _head.Edge.Size);

    private long VersionOf(ContactId contact, long assumed, bool rebuilds) =>
        _contacts[contact] is { HasSnapshot: true } row ? (row.IsAltered && !rebuilds ? throw new RecordAlteredException() : row.Version)
        : _contacts[contact].IsAssumed ? (assumed is >= 0 and < long.MaxValue / 2 ? assumed : 0)
        : _anyClosed || _rows.HasClosed ? _closed.GetValueOrDefault(_context.Suppression.Of(contact))
        : 0;

    protected override AuditEntry? FindRecorded(ContactId contact, ChangeId change)
    {
        var isFound = _contacts[contact].Recorded.TryGetValue(change, out var recorded);
        _hasFound |= isFound;
        return recorded;
    }

    protected override (long Version, long LastEntry) Find(SnapshotWrite write, bool rebuilds) =>
        (VersionOf(write.Snapshot.Id, write.ExpectedVersion, rebuilds), _contacts[write.Snapshot.Id] is { HasSnapshot: true, LastEntry: var last } ? last : AuditEntry.NotLogged);

    protected override void Rebuilt(ContactId contact, long lastEntry) => (_contacts[contact].LastEntry, _contacts[contact].IsAltered) = (lastEntry, false);

    protected override void Write(ContactConsents snapshot, long version)
    {
        var contact = snapshot.Id;
        var row = _contacts[contact];
        if (snapshot.State == ContactState.Closed)
        {
            Close(snapshot, row, version);
            return;
        }

        if ((_anyClosed || _rows.HasClosed) && !row.HasSnapshot && _context.Suppression.Of(contact) is var digest && _closed.Remove(digest))
        {
            _rows.Close(digest, null);
        }

        Add(row);
        row.Version = version;
        row.Changed = ++_changed;
        _context.ReadThrough(snapshot.Taxonomy);
        row.Snapshot = ContactSnapshot.ToBytes(snapshot);
    }

    /// <summary>Where there is a row, it stays without a snapshot: the eraser removes it if nothing else is left of the contact.</summary>
    private void Close(ContactConsents snapshot, ContactRow row, long version)
    {
        // Counted in any case: other processes must not take what they know for true any more.
        _changed++;
        if (row.HasSnapshot)
        {
            (row.Version, row.Snapshot, row.Changed, row.LastEntry) = (0, null, _changed, AuditEntry.NotLogged);
            _rows.Forget(row.No, _changed);
        }
        else if (row.LastEntry >= 0)
        {
            // Nobody but entries: whoever is opened again begins anew.
            (row.LastEntry, row.Changed) = (AuditEntry.NotLogged, _changed);
        }

        var digest = _context.Suppression.Of(snapshot.Id);
        _closed[digest] = version;
        _rows.Close(digest, (version, ContactSnapshot.ToBytes(snapshot)));
    }

    /// <summary>Makes the contact's row where there is none, with a key of its own.</summary>
    private void Add(ContactRow row)
    {
        if (row.IsThere)
        {
            return;
        }

        if (_context.Encrypts)
        {
            var key = _context.Keys.Take() ?? throw new ConsentStoreException("No key is ready for a new contact.", isTransient: true);
            (row.Handle, row.Key) = (key.Handle, key.Bytes);
        }

        (row.No, row.IsNew) = (++_numbers, true);
        row.Changed = ++_changed;
    }

    private Head After() => new(_log.Edge, _log.LastRecordedAt, _changed, _numbers);

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
            row!.LastEntry = logged.Index;
            row.Changed = row.Changed > 0 ? row.Changed : ++_changed;
        }

        // The server asks for the entry's change id, not for the commit's.
        var change = logged.Evidence?.Change;
        _isNamedOtherwise |= !commit.Change.IsDefault && change != commit.Change;
        _rows.Entries.Add(new(
            logged.Index, row?.No, StoredEntry.ShortHash(logged), logged.Type.Name, logged.IsQuarantined, logged.RecordedAt.UnixMicroseconds, []));
        if (change is { IsDefault: false } id)
        {
            row?.Recorded.TryAdd(id, logged);
        }

        return logged;
    }
}
