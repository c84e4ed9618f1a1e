using System.Buffers.Binary;
using Consent.Auditing;
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
            ? await log.ListAsync(query.To == long.MaxValue ? from : query.To, statement, Parameters, Read, cancellationToken).ConfigureAwait(false)
            : await log.ListAsync(statement, Parameters, Read, cancellationToken).ConfigureAwait(false);

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

        static (StoredEntry Entry, long RecordedAt) Read(NpgsqlDataReader row) => (StoredEntry.Read(row), row.GetInt64(4));
    }

    /// <summary>Whether a standby may answer: a contact's history, or the log from its beginning. What looks for something particular, by its kind or place, decides or looks again, and is asked of the primary.</summary>
    public static bool MayBeOld(LogQuery query) => query is { Type: null, QuarantinedOnly: false } && (!query.Contact.IsDefault || query.From <= 0);

    /// <summary>What an index can hold of a change id. Others may have the same, so what is found is compared.</summary>
    public static long ShortHash(ChangeId change) => ShortHash(Sha256Digest.OfText(change.Value));

    /// <summary>As <see cref="ShortHash(ChangeId)"/>, of an entry's change id: its facts have the digest.</summary>
    public static long? ShortHash(AuditEntry entry) => entry.Evidence?.Change is { } change ? ShortHash(entry.Facts.ChangeIdDigest ?? Sha256Digest.OfText(change.Value)) : null;

    /// <summary>What an entry says.</summary>
    /// <exception cref="ConsentStoreException">It was altered, or its key is gone.</exception>
    public static AuditEntry Open(SealedEntry? entry, long index)
    {
        try
        {
            return entry?.Open() ?? throw Closed(index, null);
        }
        catch (MalformedPayloadException flaw)
        {
            throw Closed(index, flaw);
        }
    }

    private static ConsentStoreException Closed(long index, Exception? inner) =>
        new($"The entry {index} of the log cannot be opened: it was altered, or the key store is not the one that belongs to this database.", isTransient: false, inner);

    private static long ShortHash(Sha256Digest digest)
    {
        Span<byte> bytes = stackalloc byte[32];
        digest.CopyTo(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }
}
