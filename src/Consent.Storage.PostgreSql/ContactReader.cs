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

        var before = context.Watch.Greatest;
        var batch = new NpgsqlBatch(connection);
        await using var disposal = batch.ConfigureAwait(false);
        if (ids is [var id])
        {
            batch.Add(sql.FindSnapshot, Commands.Value(id), Commands.Value(digests[0]));
        }
        else
        {
            batch.Add(sql.FindSnapshots, Commands.Values(ids), Commands.Values(digests));
            // After the records, so that the head is not older than any of them.
            batch.Add(sql.ReadHead);
        }

        if (asking is not null)
        {
            batch.Add(sql.FindChanges, Commands.Values([.. asking.Select(i => ids[i])]), Commands.Values([.. asking.Select(i => StoredEntry.ShortHash(lookups[i].Change))]));
        }

        var found = new StoredContact[lookups.Count];
        var rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = rows.ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var place = (int)rows.GetInt64(0) - 1;
            found[place] = ids.Length == 1 ? FoundAlone(rows, context, lookups[0].Contact, before) : Found(rows, context, lookups[place].Contact);
        }

        if (ids.Length > 1)
        {
            await rows.NextResultAsync(cancellationToken).ConfigureAwait(false);
            await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
            Head.Check(rows, 0, context, before);
        }

        if (asking is null || !await rows.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
            return (found, []);
        }

        var recorded = await rows.ListAsync(row => EntryReader.ReadPlaced(row), cancellationToken).ConfigureAwait(false);
        context.Seen.Note(recorded.Count > 0 ? recorded[^1].Index + 1 : 0);
        return (found, [.. recorded.Select(e => e.For(asking[e.Lookup])).Where(e => found[e.Lookup].Snapshot?.State is not (ContactState.Closed or ContactState.Altered))]);
    }

    /// <summary>Some contacts that have a snapshot, in order of their ids.</summary>
    public static ValueTask<List<ContactConsents>> PageAsync(
        Database database, Sql sql, WriterContext context, ContactId after, int length, CancellationToken cancellationToken) =>
        ListAsync(
            database,
            sql,
            context,
            sql.ScanContacts,
            () => [Commands.Value(after.IsDefault ? [] : OrderedText.ToBytes(after.Value)), Commands.Value(length)],
            row => Read(row, context, 0),
            cancellationToken);

    /// <summary>Some contacts that were written after a position, and some that are gone since.</summary>
    public static ValueTask<List<(long Position, long Number, KeptRow? Row)>> ChangesAsync(
        Database database, Sql sql, WriterContext context, long after, int length, CancellationToken cancellationToken) =>
        ListAsync(
            database,
            sql,
            context,
            sql.ReadChanges,
            () => [Commands.Value(after), Commands.Value(length)],
            row => (row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : Row(row, 2)),
            cancellationToken);

    /// <summary>Contacts' records by their numbers.</summary>
    public static async ValueTask<Dictionary<long, ContactConsents>> FindAsync(
        Database database, Sql sql, WriterContext context, IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        var found = await ListAsync(
            database, sql, context, sql.FindByNumber, () => [Commands.Values([.. numbers.Distinct()])], row => (No: row.GetInt64(0), Snapshot: Read(row, context, 1)), cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(f => f.No, f => f.Snapshot);
    }

    /// <summary>Contacts' records, with the numbers of their rows.</summary>
    public static async ValueTask<Dictionary<ContactId, (long No, ContactConsents Record)>> RowsAsync(
        Database database, Sql sql, WriterContext context, IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken)
    {
        var found = await ListAsync(
            database, sql, context, sql.FindErased, () => [Commands.Values([.. contacts.Distinct().Select(c => OrderedText.ToBytes(c.Value))])], row => (No: row.GetInt64(1), Record: Read(row, context, 0)), cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(f => f.Record.Id);
    }

    /// <summary>The record in a row that has, from this column on, id, number, handle, version, last entry, snapshot and code.</summary>
    public static ContactConsents Read(NpgsqlDataReader row, WriterContext context, int first) => Row(row, first).Read(context);

    private static KeptRow Row(NpgsqlDataReader row, int first) => new(
        row.Bytes(first), row.GetInt64(first + 1), row.GetGuid(first + 2), row.GetInt64(first + 3), row.GetInt64(first + 4), row.IsDBNull(first + 5) ? [] : row.Bytes(first + 5), row.Bytes(first + 6));

    /// <summary>Rows of a statement, sent together with one that looks at the head.</summary>
    private static ValueTask<List<T>> ListAsync<T>(
        Database database, Sql sql, WriterContext context, string statement, Func<NpgsqlParameter[]> parameters, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, stop) =>
            {
                var before = context.Watch.Greatest;
                var batch = new NpgsqlBatch(connection);
                await using var disposal = batch.ConfigureAwait(false);
                batch.Add(statement, parameters());
                // After the records, as in FindAsync.
                batch.Add(sql.ReadHead);
                var rows = await batch.ExecuteReaderAsync(stop).ConfigureAwait(false);
                await using var closing = rows.ConfigureAwait(false);
                var list = await rows.ListAsync(read, stop).ConfigureAwait(false);
                await rows.NextResultAsync(stop).ConfigureAwait(false);
                await Head.ReadAsync(rows, context, before, stop).ConfigureAwait(false);
                return list;
            },
            cancellationToken);

    /// <summary>From a row that brings the head along. What is known of it now may soon be written.</summary>
    private static StoredContact FoundAlone(NpgsqlDataReader row, WriterContext context, ContactId contact, SeenHead before)
    {
        Head.Check(row, 11, context, before);
        var found = Found(row, context, contact);
        if (found.Version > 0 && found.Snapshot!.State is not (ContactState.Closed or ContactState.Altered))
        {
            context.Rows.Set(contact, (row.GetInt64(2), row.GetGuid(3), row.GetInt64(5)));
        }

        return found;
    }

    private static StoredContact Found(NpgsqlDataReader row, WriterContext context, ContactId contact)
    {
        if (!row.IsDBNull(1) && Read(row, context, 1) is var record && (row.GetInt64(4) > 0 || record.State == ContactState.Altered))
        {
            return new(record, Math.Max(0, row.GetInt64(4)), null) { LastEntry = row.GetInt64(5) };
        }

        return row.IsDBNull(8) ? StoredContact.Nothing
            : new(context.ReadClosed(contact, context.DigestOf(contact), row.GetInt64(8), row.Bytes(9), row.Bytes(10)), Math.Max(0, row.GetInt64(8)), null);
    }
}
