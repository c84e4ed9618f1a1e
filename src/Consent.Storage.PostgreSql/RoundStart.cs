using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>What a round of writing finds when it has locked the head: all that its requests touch.</summary>
internal sealed class RoundStart
{
    private readonly List<StoredEntry> _recorded = [];
    private readonly List<ContactRow> _asking = [];
    private readonly Dictionary<byte[], ContactRow> _byId = new(BytesEquality.Instance);

    private RoundStart()
    {
    }

    public Head Head { get; private set; } = null!;

    public Dictionary<ContactId, ContactRow> Contacts { get; } = [];

    public bool AnySuppressed { get; private set; }

    /// <summary>The versions of suppressed contacts among those that have no snapshot, by the keyed hash of the id.</summary>
    public Dictionary<Sha256Digest, long> Suppressed { get; } = [];

    public StoredCheckpoint? LastCheckpoint { get; private set; }

    /// <summary>Begins the transaction, locks the head, and looks everything up.</summary>
    public static async ValueTask<RoundStart> ReadAsync(NpgsqlConnection connection, string settings, Sql sql, WriterContext context, IReadOnlyList<GroupedWrite<WriteRound>> group)
    {
        var start = new RoundStart();
        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        batch.Add("BEGIN ISOLATION LEVEL READ COMMITTED");
        batch.Add(settings);
        batch.Add(sql.LockHead);
        batch.Add(sql.AnySuppressed);
        start.Ask(batch, sql, group.SelectMany(w => w.Lookups));
        // What touches no contact may be a checkpoint, which has to be later than the last one.
        var mayAddCheckpoint = group.Any(w => w.Lookups.Count == 0);
        if (mayAddCheckpoint)
        {
            batch.Add(sql.LastCheckpoint);
        }

        var rows = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            await start.ReadAsync(rows, mayAddCheckpoint).ConfigureAwait(false);
        }

        if (start.AnySuppressed)
        {
            await start.FindSuppressedAsync(connection, sql, context).ConfigureAwait(false);
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
        var hashes = new List<long>();
        foreach (var (contact, change) in lookups)
        {
            if (contact.IsDefault)
            {
                continue;
            }

            if (!Contacts.TryGetValue(contact, out var row))
            {
                Contacts.Add(contact, row = new(OrderedText.ToBytes(contact.Value)));
                _byId.Add(row.Id, row);
            }

            if (!change.IsDefault)
            {
                _asking.Add(row);
                hashes.Add(EntryReader.ShortHash(change));
            }
        }

        if (_byId.Count == 1 && hashes is [var hash])
        {
            batch.Add(sql.FindContact, Commands.Value(_asking[0].Id));
            batch.Add(sql.FindChange, Commands.Value(_asking[0].Id), Commands.Value(hash));
            return;
        }

        batch.Add(sql.FindContacts, Commands.Values([.. _byId.Keys]));
        batch.Add(sql.FindChanges, Commands.Values([.. _asking.Select(a => a.Id)]), Commands.Values([.. hashes]));
    }

    private async ValueTask ReadAsync(NpgsqlDataReader rows, bool mayAddCheckpoint)
    {
        await rows.NextResultAsync().ConfigureAwait(false);
        Head = await Head.ReadAsync(rows, CancellationToken.None).ConfigureAwait(false);
        await rows.NextResultAsync().ConfigureAwait(false);
        AnySuppressed = (await rows.ListAsync(row => row.GetBoolean(0), CancellationToken.None).ConfigureAwait(false))[0];
        await rows.NextResultAsync().ConfigureAwait(false);
        while (await rows.ReadAsync().ConfigureAwait(false))
        {
            var row = _byId[rows.Bytes(0)];
            (row.No, row.Handle, row.Version) = (rows.GetInt64(1), rows.GetGuid(2), rows.GetInt64(3));
        }

        await rows.NextResultAsync().ConfigureAwait(false);
        _recorded.AddRange(await rows.ListAsync(StoredEntry.ReadPlaced, CancellationToken.None).ConfigureAwait(false));
        if (mayAddCheckpoint)
        {
            await rows.NextResultAsync().ConfigureAwait(false);
            LastCheckpoint = (await rows.ListAsync(PostgreSqlSealedLog.Checkpoint, CancellationToken.None).ConfigureAwait(false)).FirstOrDefault();
        }
    }

    private async ValueTask FindSuppressedAsync(NpgsqlConnection connection, Sql sql, WriterContext context)
    {
        byte[][] digests = [.. Contacts.Where(c => !c.Value.HasSnapshot).Select(c => context.DigestOf(c.Key))];
        if (digests.Length == 0)
        {
            return;
        }

        var command = connection.Command(sql.FindSuppressed, Commands.Values(digests));
        await using var disposal = command.ConfigureAwait(false);
        foreach (var (digest, version) in await command.ListAsync(row => (new Sha256Digest(row.Bytes(0)), row.GetInt64(1)), CancellationToken.None).ConfigureAwait(false))
        {
            Suppressed[digest] = version;
        }
    }
}
