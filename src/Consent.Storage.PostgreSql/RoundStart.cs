using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>What a round of writing finds when it has locked the head: all that its requests touch.</summary>
internal sealed class RoundStart
{
    private readonly List<StoredEntry> _recorded = [];
    private readonly List<ContactRow> _asking = [];

    private RoundStart()
    {
    }

    public Head Head { get; private set; } = null!;

    public Dictionary<ContactId, ContactRow> Contacts { get; } = [];

    public bool AnyClosed { get; private set; }

    /// <summary>The versions of closed ids among those that have no snapshot, by the keyed digest of the id.</summary>
    public Dictionary<Sha256Digest, long> Closed { get; } = [];

    public StoredCheckpoint? LastCheckpoint { get; private set; }

    /// <summary>What will be found for one change of one contact if nobody else has written since: taken for true without asking, for the server to check.</summary>
    /// <returns><see langword="null"/> where too little is known.</returns>
    public static RoundStart? Assume(Head last, WriterContext context, IReadOnlyList<GroupedWrite<WriteRound>> group)
    {
        if (group is not [{ IsAlone: false, Lookups.Count: 1 } one] || one.Lookups.First().Contact is not { IsDefault: false } contact)
        {
            return null;
        }

        var row = new ContactRow(OrderedText.ToBytes(contact.Value)) { IsAssumed = true };
        if (context.Rows.TryGet(contact, out var known))
        {
            if (known.LastEntry >= last.Edge.Size)
            {
                // Somebody else has written since, so that it would not be believed anyway.
                return null;
            }

            (row.No, row.Handle, row.LastEntry) = known;
            row.LastEntryBefore = row.LastEntry;
            if (row.Handle != Guid.Empty)
            {
                if (context.Keys.Recall(row.Handle) is not { } key)
                {
                    return null;
                }

                row.Key = key;
            }
        }
        else if (context.Encrypts && !context.Keys.Has(1))
        {
            return null;
        }

        return new() { Head = last, Contacts = { [contact] = row } };
    }

    /// <summary>Begins the transaction, locks the head, and looks everything up.</summary>
    public static async ValueTask<RoundStart> ReadAsync(NpgsqlConnection connection, IReadOnlyList<string> begin, Sql sql, WriterContext context, IReadOnlyList<GroupedWrite<WriteRound>> group)
    {
        var (start, before) = (new RoundStart(), context.Watch.Greatest);
        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        batch.AddAll(begin);
        batch.Add(sql.LockHead);
        batch.Add(sql.AnyClosed);
        start.Ask(batch, sql, group.SelectMany(w => w.Lookups));
        // What touches no contact may be a checkpoint, which has to be later than the last one.
        var mayAddCheckpoint = group.Any(w => w.Lookups.Count == 0);
        if (mayAddCheckpoint)
        {
            batch.Add(sql.LastCheckpoints, Commands.Value(CheckpointRows.Looked));
        }

        var rows = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            await start.ReadAsync(rows, context, before, mayAddCheckpoint).ConfigureAwait(false);
        }

        if (start.AnyClosed)
        {
            await start.FindClosedAsync(connection, sql, context).ConfigureAwait(false);
        }

        return start;
    }

    /// <summary>Gives the contacts their keys, and opens the entries that were found by change ids.</summary>
    /// <param name="ring">The keys.</param>
    /// <param name="keys">Keys that were found for an earlier try.</param>
    /// <param name="newContacts">How many contacts have no row yet.</param>
    /// <returns>The handles of those whose key has to be found first; then nothing was opened.</returns>
    public IReadOnlyList<Guid> Prepare(ContactKeyRing ring, IReadOnlyDictionary<Guid, byte[]> keys, out int newContacts)
    {
        List<Guid>? missing = null;
        var held = new Dictionary<Guid, byte[]>();
        newContacts = 0;
        foreach (var row in Contacts.Values)
        {
            newContacts += row.IsThere ? 0 : 1;
            if (row.Handle == Guid.Empty)
            {
                continue;
            }

            if ((ring.Recall(row.Handle) ?? keys.GetValueOrDefault(row.Handle)) is { } key)
            {
                row.Key = held[row.Handle] = key;
            }
            else
            {
                (missing ??= []).Add(row.Handle);
            }
        }

        if (missing is not null)
        {
            return missing;
        }

        foreach (var stored in _recorded)
        {
            var entry = stored.Opened(held);
            if (entry.Evidence?.Change is { IsDefault: false } change)
            {
                _asking[stored.Lookup].Recorded.TryAdd(change, entry);
            }
        }

        return [];
    }

    /// <summary>Asks for the contacts' rows, and for the entries under the change ids.</summary>
    private void Ask(NpgsqlBatch batch, Sql sql, IEnumerable<ContactLookup> lookups)
    {
        var hashes = new List<long?>();
        foreach (var lookup in lookups)
        {
            var (contact, change) = lookup;
            if (contact.IsDefault)
            {
                continue;
            }

            var isKnown = Contacts.TryGetValue(contact, out var row);
            if (row is null)
            {
                Contacts.Add(contact, row = new(OrderedText.ToBytes(contact.Value)) { Rebuilds = lookup.Rebuilds });
            }

            if (!isKnown || !change.IsDefault)
            {
                _asking.Add(row);
                hashes.Add(change.IsDefault ? null : StoredEntry.ShortHash(change));
            }
        }

        if (_asking is [var one])
        {
            batch.Add(sql.FindRow, Commands.Value(one.Id), Commands.Value(hashes[0]));
        }
        else
        {
            batch.Add(sql.FindRows, Commands.Values([.. _asking.Select(a => a.Id)]), Commands.Values([.. hashes]));
        }
    }

    private async ValueTask ReadAsync(NpgsqlDataReader rows, WriterContext context, SeenHead before, bool mayAddCheckpoint)
    {
        Head = await Head.ReadAsync(rows, context, before, CancellationToken.None).ConfigureAwait(false);
        await rows.NextResultAsync().ConfigureAwait(false);
        AnyClosed = (await rows.ListAsync(row => row.GetBoolean(0), CancellationToken.None).ConfigureAwait(false))[0];
        await rows.NextResultAsync().ConfigureAwait(false);
        while (await rows.ReadAsync().ConfigureAwait(false))
        {
            var place = (int)rows.GetInt64(0) - 1;
            var row = _asking[place];
            (row.No, row.Handle, row.Version, row.LastEntry) = (rows.GetInt64(1), rows.GetGuid(2), rows.GetInt64(3), rows.GetInt64(4));
            row.LastEntryBefore = row.LastEntry;
            row.Snapshot = rows.IsDBNull(5) ? null : rows.Bytes(5);
            var isIntact = RecordKey.Verifies(row.Mac(context.Records), rows.Bytes(6));
            row.IsAltered = isIntact || row.Rebuilds ? !isIntact : throw new RecordAlteredException();

            if (!rows.IsDBNull(7))
            {
                _recorded.Add(new(rows.GetInt64(7), LeafRow.Leaf(rows.Bytes(9)), rows.Bytes(8), row.Handle, place));
            }
        }

        // The first entry under a change id keeps it.
        _recorded.Sort((one, other) => one.Index.CompareTo(other.Index));
        if (mayAddCheckpoint)
        {
            await rows.NextResultAsync().ConfigureAwait(false);
            LastCheckpoint = (await rows.ListAsync(row => CheckpointRows.Read(row, context), CancellationToken.None).ConfigureAwait(false)).Find(c => c is not null);
        }
    }

    private async ValueTask FindClosedAsync(NpgsqlConnection connection, Sql sql, WriterContext context)
    {
        byte[][] digests = [.. Contacts.Where(c => !c.Value.HasSnapshot).Select(c => context.DigestOf(c.Key))];
        if (digests.Length == 0)
        {
            return;
        }

        var command = connection.Command(sql.FindClosed, Commands.Values(digests));
        await using var disposal = command.ConfigureAwait(false);
        foreach (var (digest, version, isIntact) in await command.ListAsync(
            row => (new Sha256Digest(row.Bytes(0)), row.GetInt64(1), RecordKey.Verifies(context.Records.OfClosed(row.Bytes(0), row.GetInt64(1), row.Bytes(2)), row.Bytes(3))), CancellationToken.None).ConfigureAwait(false))
        {
            Closed[digest] = isIntact ? version
                : Contacts.Any(c => c.Value.Rebuilds && context.Suppression.Of(c.Key) == digest) ? Math.Max(0, version)
                : throw new RecordAlteredException();
        }
    }
}
