using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>How entries are found and opened.</summary>
internal static class EntryReader
{
    /// <summary>Some entries that a query wants, in order.</summary>
    /// <param name="log">Where they are read.</param>
    /// <param name="sql">The statements.</param>
    /// <param name="query">Which.</param>
    /// <param name="from">The index to begin with.</param>
    /// <param name="length">How many at most.</param>
    /// <param name="mayBeOld">Whether a standby may be asked.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async ValueTask<List<StoredEntry>> PageAsync(LogReader log, Sql sql, LogQuery query, long from, int length, bool mayBeOld, CancellationToken cancellationToken)
    {
        var statement = sql.ReadEntries(query);
        var rows = mayBeOld
            ? await log.ListAsync(query.To == long.MaxValue ? from : query.To, statement, Parameters, WithTime, cancellationToken).ConfigureAwait(false)
            : await log.ListAsync(statement, Parameters, WithTime, cancellationToken).ConfigureAwait(false);

        // The time recorded never falls, so nothing after the first later one is wanted.
        return [.. rows.TakeWhile(row => query.RecordedBy is not { } limit || row.RecordedAt <= limit.UnixMicroseconds).Select(row => row.Entry)];

        NpgsqlParameter[] Parameters()
        {
            List<NpgsqlParameter> parameters = [Commands.Value(from), Commands.Value(query.To), Commands.Value(length)];
            if (!query.Contact.IsDefault)
            {
                parameters.Add(Commands.Value(OrderedText.ToBytes(query.Contact.Value)));
            }

            if (query.Type is { } type)
            {
                parameters.Add(Commands.Value(type.Name));
            }

            return [.. parameters];
        }

        static (StoredEntry Entry, long RecordedAt) WithTime(NpgsqlDataReader row) => (Read(row), row.GetInt64(4));
    }

    /// <summary>All entries about some contacts, each as an answer to one of them.</summary>
    public static async ValueTask<IReadOnlyList<StoredEntry>> OfContactsAsync(LogReader log, Sql sql, IReadOnlyList<ContactId> contacts, bool mayBeOld, CancellationToken cancellationToken)
    {
        return mayBeOld
            ? await log.ListAsync(0, sql.ReadHistories, Parameters, ReadPlaced, cancellationToken).ConfigureAwait(false)
            : await log.ListAsync(sql.ReadHistories, Parameters, ReadPlaced, cancellationToken).ConfigureAwait(false);

        NpgsqlParameter[] Parameters() => [Commands.Values(contacts.Select(c => OrderedText.ToBytes(c.Value)).ToArray())];
    }

    /// <summary>Whether a standby may answer: a contact's history, or the log from its beginning. What looks for something particular, by its kind or place, decides or looks again, and is asked of the primary.</summary>
    public static bool MayBeOld(LogQuery query) => query is { Type: null, QuarantinedOnly: false } && (!query.Contact.IsDefault || query.From <= 0);

    /// <summary>From a row of index, blob, leaf and handle.</summary>
    public static StoredEntry Read(NpgsqlDataReader row) => Read(row, 0);

    /// <summary>From a row of index, blob, leaf, handle and place (from 1).</summary>
    public static StoredEntry ReadPlaced(NpgsqlDataReader row) => Read(row, (int)row.GetInt64(4) - 1);

    private static StoredEntry Read(NpgsqlDataReader row, int lookup) =>
        new(row.GetInt64(0), LeafRow.Leaf(row.Bytes(2)), row.IsDBNull(1) ? default(ReadOnlyMemory<byte>?) : row.Bytes(1), row.IsDBNull(3) ? Guid.Empty : row.GetGuid(3), lookup);
}
