using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>How contacts' records are found.</summary>
internal static class ContactReader
{
    /// <summary>What is on record of contacts, and the entries that may be those of the change ids asked for.</summary>
    public static async ValueTask<(StoredContact[] Found, List<StoredEntry> Recorded)> FindAsync(
        NpgsqlConnection connection, Sql sql, WriterContext context, IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken)
    {
        var (ids, digests) = (new byte[lookups.Count][], new byte[lookups.Count][]);
        List<int>? asking = null;
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = OrderedText.ToBytes(lookups[i].Contact.Value);
            digests[i] = context.DigestOf(lookups[i].Contact);
            if (!lookups[i].Change.IsDefault)
            {
                (asking ??= []).Add(i);
            }
        }

        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        if (ids is [var id])
        {
            batch.Add(sql.FindSnapshot, Commands.Value(id), Commands.Value(digests[0]));
        }
        else
        {
            batch.Add(sql.FindSnapshots, Commands.Values(ids), Commands.Values(digests));
        }

        if (asking is not null)
        {
            batch.Add(sql.FindChanges, Commands.Values([.. asking.Select(i => ids[i])]), Commands.Values([.. asking.Select(i => EntryReader.ShortHash(lookups[i].Change))]));
        }

        var found = new StoredContact[lookups.Count];
        var rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var place = (int)rows.GetInt64(0) - 1;
            found[place] = Read(rows, context, lookups[place].Contact);
            if (ids.Length == 1 && !rows.IsDBNull(5))
            {
                context.Rows.Set(lookups[0].Contact, (rows.GetInt64(5), rows.GetGuid(6)));
            }
        }

        if (asking is null || !await rows.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
            return (found, []);
        }

        var recorded = await rows.ListAsync(row => StoredEntry.ReadPlaced(row), cancellationToken).ConfigureAwait(false);
        return (found, [.. recorded.Select(e => e with { Lookup = asking[e.Lookup] }).Where(e => found[e.Lookup].Snapshot?.State != ContactState.Closed)]);
    }

    /// <summary>Some contacts that have a snapshot, in order of their ids.</summary>
    public static ValueTask<List<ContactConsents>> PageAsync(
        Database database, Sql sql, WriterContext context, ContactId after, int length, CancellationToken cancellationToken) =>
        database.ListAsync(
            sql.ScanContacts,
            () => [Commands.Value(after.IsDefault ? [] : OrderedText.ToBytes(after.Value)), Commands.Value(length)],
            row => Read(row, context, 0),
            cancellationToken);

    /// <summary>Some contacts that were written after a position, and some that are gone since.</summary>
    public static ValueTask<List<AudienceChange>> ChangesAsync(
        Database database, Sql sql, WriterContext context, long after, int length, CancellationToken cancellationToken) =>
        database.ListAsync<AudienceChange>(
            sql.ReadChanges,
            () => [Commands.Value(after), Commands.Value(length)],
            row => new(row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : Read(row, context, 2)),
            cancellationToken);

    /// <summary>Contacts' records by their numbers.</summary>
    public static async ValueTask<Dictionary<long, ContactConsents>> FindAsync(
        Database database, Sql sql, WriterContext context, IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        var found = await database.ListAsync(
            sql.FindByNumber, () => [Commands.Values([.. numbers.Distinct()])], row => (No: row.GetInt64(0), Snapshot: Read(row, context, 1)), cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(f => f.No, f => f.Snapshot);
    }

    /// <summary>From a row that has the id in this column and the snapshot in the next.</summary>
    private static ContactConsents Read(NpgsqlDataReader row, WriterContext context, int id) =>
        context.Read(ContactId.From(OrderedText.FromBytes(row.Bytes(id))), row.Bytes(id + 1));

    private static StoredContact Read(NpgsqlDataReader row, WriterContext context, ContactId contact) =>
        !row.IsDBNull(1) ? new(context.Read(contact, row.Bytes(2)), row.GetInt64(1), null)
        : !row.IsDBNull(3) ? new(context.Read(contact, row.Bytes(4)), row.GetInt64(3), null)
        : StoredContact.Nothing;
}
