using Consent.Auditing;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>The row <c>head</c>: where the log ends, and the right edge of its tree.</summary>
/// <param name="Edge">The right edge; its size is the log's.</param>
/// <param name="LastRecordedAt">When the last entry was recorded.</param>
/// <param name="Changed">The counter of contacts' writes.</param>
/// <param name="Contacts">The last number that was given to a contact.</param>
internal sealed record Head(MerkleFrontier Edge, Timestamp? LastRecordedAt, long Changed, long Contacts)
{
    private const int HashLength = 32;

    /// <summary>From the result of a statement that reads the head: compared with the greatest that this process knows.</summary>
    /// <param name="rows">The result.</param>
    /// <param name="context">The key, and what was seen.</param>
    /// <param name="before">What was known before the statement was sent.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="AuditLogAlteredException">The log shrank, or is another.</exception>
    /// <exception cref="ConsentStoreException">The row is damaged, or was altered.</exception>
    public static async ValueTask<Head> ReadAsync(NpgsqlDataReader rows, WriterContext context, SeenHead before, CancellationToken cancellationToken) =>
        await rows.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? Read(rows, 0, context, before)
            : throw new ConsentStoreException("The PostgreSQL database has lost the head of its log: it is damaged.");

    /// <summary>Looks whether the head in a row is the greatest known; only another one is read and checked.</summary>
    /// <inheritdoc cref="ReadAsync" path="/exception"/>
    public static void Check(NpgsqlDataReader row, int first, WriterContext context, SeenHead before)
    {
        if (before.Is(row.GetInt64(first), row.Bytes(first + 2)))
        {
            context.Seen.Note(row.GetInt64(first), row.GetInt64(first + 3));
            return;
        }

        Read(row, first, context, before);
    }

    private static Head Read(NpgsqlDataReader row, int first, WriterContext context, SeenHead before)
    {
        var head = Verified(row, first, context);
        context.Watch.Check(before, head.Edge.Size, head.EdgeBytes());
        context.Seen.Note(head.Edge.Size, head.Changed);
        return head;
    }

    /// <summary>From a row that is a head's, from this column on: one that this library wrote, wherever and whenever.</summary>
    /// <exception cref="ConsentStoreException">The row is damaged, or was altered.</exception>
    public static Head Verified(NpgsqlDataReader row, int first, WriterContext context)
    {
        try
        {
            var bytes = row.Bytes(first + 2);
            var hashes = new Sha256Digest[bytes.Length / HashLength];
            for (var i = 0; i < hashes.Length; i++)
            {
                hashes[i] = new(bytes.AsSpan(i * HashLength, HashLength));
            }

            var head = new Head(
                MerkleFrontier.Of(row.GetInt64(first), hashes), row.IsDBNull(first + 1) ? null : Timestamp.FromUnixMicroseconds(row.GetInt64(first + 1)), row.GetInt64(first + 3), row.GetInt64(first + 4));
            if (!RecordKey.Verifies(head.Mac(context.Records), row.Bytes(first + 5)))
            {
                throw new ConsentStoreException("The head of the log was altered in the database, or is damaged.");
            }

            return head;
        }
        catch (ArgumentException damage)
        {
            throw new ConsentStoreException("The head of the log is damaged.", isTransient: false, damage);
        }
    }

    /// <summary>Nothing stands in the log beyond its head: else an older head was put back, and what was recorded since is hidden by it.</summary>
    /// <exception cref="AuditLogAlteredException">Something does.</exception>
    public static async ValueTask DemandNothingBeyondAsync(Database user, Sql sql)
    {
        if (await user.ListAsync(sql.FindBeyond, () => [], row => row.GetInt64(0), CancellationToken.None).ConfigureAwait(false) is [var size])
        {
            throw new AuditLogAlteredException("The database has entries beyond the head of its log: an older head was put back. Bring the database back as it was.", LogFlaw.OutOfPlace, size);
        }
    }

    /// <summary>Adds the statement that moves the head here from where it was.</summary>
    public void Write(NpgsqlBatch batch, Sql sql, RecordKey key, long expectedSize)
    {
        batch.Add(
            sql.MoveHead,
            Commands.Value(expectedSize), Commands.Value(Edge.Size), Commands.Value(LastRecordedAt?.UnixMicroseconds), Commands.Value(EdgeBytes()), Commands.Value(Changed), Commands.Value(Contacts), Commands.Value(Mac(key)));
    }

    /// <summary>The message authentication code of the row.</summary>
    public byte[] Mac(RecordKey key) => key.OfHead(Edge.Size, LastRecordedAt?.UnixMicroseconds, EdgeBytes(), Changed, Contacts);

    /// <summary>The right edge as the table keeps it.</summary>
    public byte[] EdgeBytes()
    {
        var hashes = Edge.Hashes;
        var bytes = new byte[hashes.Length * HashLength];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i].CopyTo(bytes.AsSpan(i * HashLength));
        }

        return bytes;
    }
}
