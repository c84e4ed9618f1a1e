using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>The rows that a round of writing leads to, and how they get to the server.</summary>
internal sealed partial class RoundRows
{
    // From about here on COPY is faster than parameters.
    private const int ManyRows = 128;

    private readonly Dictionary<Sha256Digest, (long Version, byte[] Snapshot)?> _closed = [];
    private readonly List<long> _forgotten = [];
    private readonly List<long> _forgottenAt = [];

    public List<EntryRow> Entries { get; } = [];

    public List<StoredCheckpoint> Checkpoints { get; } = [];

    public IReadOnlyList<long> Forgotten => _forgotten;

    public bool HasClosed => _closed.Count > 0;

    public List<byte[]> Leaves { get; } = [];

    public IReadOnlyList<ContactRow> Contacts { get; set; } = [];

    private bool IsMany => Entries.Count >= ManyRows;

    public bool IsEmpty => Entries.Count == 0 && Checkpoints.Count == 0 && Contacts.Count == 0 && _closed.Count == 0;

    /// <summary>Keeps what is left of an id, or with <see langword="null"/> forgets it.</summary>
    public void Close(Sha256Digest digest, (long Version, byte[] Snapshot)? kept) => _closed[digest] = kept;

    public void Forget(long no, long changed)
    {
        _forgotten.Add(no);
        _forgottenAt.Add(changed);
    }

    /// <summary>Writes the contacts that have no row yet, where there is much to write; before all the rest.</summary>
    public async ValueTask CopyNewContactsAsync(NpgsqlConnection connection, Sql sql, RecordKey key)
    {
        if (!IsMany)
        {
            return;
        }

        var contacts = await CopyRows.BeginAsync(connection, sql.CopyContacts).ConfigureAwait(false);
        await using var disposal = contacts.ConfigureAwait(false);
        foreach (var contact in Contacts.Where(c => c.IsNew))
        {
            contacts.Row(8);
            contacts.Add(contact.No);
            contacts.Add(contact.Id);
            contacts.Add(contact.Handle);
            contacts.Add(contact.Version);
            contacts.Add(contact.Snapshot);
            contacts.Add(contact.Changed);
            contacts.Add(contact.LastEntry);
            contacts.Add(contact.Mac(key));
            await contacts.EndRowAsync().ConfigureAwait(false);
        }

        await contacts.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Takes the entries' bytes, and writes the entries where there is much to write: each as soon as it is sealed.</summary>
    public async ValueTask SealAsync(NpgsqlConnection connection, Sql sql, IEnumerable<(byte[] Leaf, byte[] Blob)> made)
    {
        if (!IsMany)
        {
            Seal(made);
            return;
        }

        var entries = await CopyRows.BeginAsync(connection, sql.CopyEntries).ConfigureAwait(false);
        await using var disposal = entries.ConfigureAwait(false);
        foreach (var (leaf, blob) in made)
        {
            var entry = Entries[Leaves.Count];
            Leaves.Add(leaf);
            entries.Row(8);
            entries.Add(entry.Index);
            entries.Add(leaf);
            entries.Add(entry.Contact);
            entries.Add(entry.Change);
            entries.Add(entry.Type);
            entries.Add(entry.IsQuarantined);
            entries.Add(entry.RecordedAt);
            entries.Add(blob);
            await entries.EndRowAsync().ConfigureAwait(false);
        }

        await entries.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>Takes the entries' bytes.</summary>
    public void Seal(IEnumerable<(byte[] Leaf, byte[] Blob)> made)
    {
        foreach (var (leaf, blob) in made)
        {
            var i = Leaves.Count;
            Leaves.Add(leaf);
            Entries[i] = Entries[i] with { Sealed = blob };
        }
    }

    /// <summary>Writes the rest and commits.</summary>
    public async ValueTask WriteAsync(NpgsqlConnection connection, Sql sql, RecordKey key, Head head, long expectedSize)
    {
        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        if (IsMany)
        {
            DemandCopied(batch, sql);
        }

        AddContacts(batch, sql, key, IsMany ? [.. Contacts.Where(c => !c.IsNew)] : Contacts);
        AddClosed(batch, sql, key);
        foreach (var checkpoint in Checkpoints)
        {
            batch.Add(sql.WriteCheckpoint, Commands.Value(checkpoint.Size), Commands.Value(checkpoint.MadeAt.UnixMicroseconds), Commands.Value(checkpoint.Note), Commands.Value(CheckpointRows.Mac(key, checkpoint)));
        }

        if (!IsMany && Entries.Count > 0)
        {
            AddEntries(batch, sql);
        }

        head.Write(batch, sql, key, expectedSize);
        batch.Add("COMMIT");
        await batch.ExecuteNonQueryAsync().ConfigureAwait(false);
    }

    /// <summary>Writes one change and commits, where the head and the contact are still as they were; says whether it did.</summary>
    /// <param name="connection">The writer's.</param>
    /// <param name="sql">The statements.</param>
    /// <param name="key">The key of rows.</param>
    /// <param name="before">Where the head was.</param>
    /// <param name="after">Where it goes.</param>
    /// <param name="digest">What would be kept of a new contact's id if it were closed.</param>
    public async ValueTask<bool> WriteOneAsync(NpgsqlConnection connection, Sql sql, RecordKey key, Head before, Head after, byte[] digest)
    {
        var (contact, entry) = (Contacts[0], Entries[0]);
        var command = connection.Command(
            contact.IsNew ? sql.WriteFirst : sql.WriteNext,
            Commands.Value(before.Edge.Size), Commands.Value(before.EdgeBytes()), Commands.Value(before.Changed),
            Commands.Value(entry.RecordedAt), Commands.Value(after.EdgeBytes()), Commands.Value(after.Changed), Commands.Value(after.Contacts),
            Commands.Value(contact.No), Commands.Value(contact.Id), Commands.Value(contact.Version), Commands.ValueOrNull(contact.Snapshot), Commands.Value(contact.Changed),
            Commands.Value(entry.Change), Commands.Value(entry.Type), Commands.Value(entry.IsQuarantined), Commands.Value(entry.Sealed), Commands.Value(Leaves[0]), Commands.Value(contact.Handle),
            Commands.Value(after.Mac(key)), Commands.Value(contact.LastEntry), Commands.Value(contact.Mac(key)), contact.IsNew ? Commands.Value(digest) : Commands.Value(contact.LastEntryBefore));
        await using var disposal = command.ConfigureAwait(false);
        return await command.ExecuteScalarAsync().ConfigureAwait(false) is 1L;
    }

    /// <summary>Whether they are there, once no transaction can be under way any more that writes them.</summary>
    public async ValueTask<bool> AreThereAsync(NpgsqlConnection connection, IReadOnlyList<string> begin, Sql sql, WriterContext context, long firstIndex)
    {
        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        batch.AddAll(begin);
        batch.Add(sql.LockHead);
        batch.Add(sql.FindLeaves, Commands.Values([firstIndex]));
        batch.Add(sql.FindCheckpoint, Commands.Value(Checkpoints is [var made, ..] ? made.Size : -1), Commands.Value(Checkpoints is [var same, ..] ? CheckpointRows.Mac(context.Records, same) : []));
        Head head;
        List<byte[]> leaves;
        List<string> notes;
        var before = context.Watch.Greatest;
        var rows = await batch.ExecuteReaderAsync().ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            head = await Head.ReadAsync(rows, context, before, CancellationToken.None).ConfigureAwait(false);
            await rows.NextResultAsync().ConfigureAwait(false);
            leaves = await rows.ListAsync(row => row.Bytes(1), CancellationToken.None).ConfigureAwait(false);
            await rows.NextResultAsync().ConfigureAwait(false);
            notes = await rows.ListAsync(row => row.GetString(0), CancellationToken.None).ConfigureAwait(false);
        }

        // What the server may still have in hand, sent in one journey, finds the head moved.
        var moved = head with { Changed = head.Changed + 1 };
        var end = new NpgsqlBatch(connection);
        await using var ending = end.ConfigureAwait(false);
        end.Add(sql.MoveChanged, Commands.Value(moved.Changed), Commands.Value(moved.Mac(context.Records)));
        end.Add("COMMIT");
        await end.ExecuteNonQueryAsync().ConfigureAwait(false);
        return Leaves is [var first, ..] ? leaves is [var leaf] && leaf.AsSpan().SequenceEqual(first) : Checkpoints is [var kept, ..] && notes is [var note] && string.Equals(note, kept.Note, StringComparison.Ordinal);
    }
}
