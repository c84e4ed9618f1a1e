using System.Buffers.Binary;
using Consent.Auditing;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>How entries are found and opened.</summary>
internal static class EntryReader
{
    /// <summary>Some entries that a query wants, in order.</summary>
    public static async ValueTask<List<StoredEntry>> PageAsync(
        NpgsqlConnection connection, Sql sql, LogQuery query, long from, int length, CancellationToken cancellationToken)
    {
        var command = connection.Command(sql.ReadEntries(query), Commands.Value(from), Commands.Value(query.To), Commands.Value(length));
        await using var disposal = command.ConfigureAwait(false);
        if (!query.Contact.IsDefault)
        {
            command.Parameters.Add(Commands.Value(OrderedText.ToBytes(query.Contact.Value)));
        }

        if (query.Type is { } type)
        {
            command.Parameters.Add(Commands.Value(type.Name));
        }

        var rows = await command.ListAsync(row => (Entry: StoredEntry.Read(row), RecordedAt: row.GetInt64(4)), cancellationToken).ConfigureAwait(false);

        // The time recorded never falls, so nothing after the first later one is wanted.
        return [.. rows.TakeWhile(row => query.RecordedBy is not { } limit || row.RecordedAt <= limit.UnixMicroseconds).Select(row => row.Entry)];
    }

    /// <summary>What an index can hold of a change id. Others may have the same, so what is found is compared.</summary>
    public static long ShortHash(ChangeId change)
    {
        Span<byte> digest = stackalloc byte[32];
        Sha256Digest.OfText(change.Value).CopyTo(digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }

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
}
