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

    /// <summary>From the result of a statement that reads the head.</summary>
    public static async ValueTask<Head> ReadAsync(NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        if (!await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new ConsentStoreException("The PostgreSQL database has lost the head of its log: it is damaged.");
        }

        try
        {
            var bytes = rows.Bytes(2);
            var hashes = new Sha256Digest[bytes.Length / HashLength];
            for (var i = 0; i < hashes.Length; i++)
            {
                hashes[i] = new(bytes.AsSpan(i * HashLength, HashLength));
            }

            return new(
                MerkleFrontier.Of(rows.GetInt64(0), hashes), rows.IsDBNull(1) ? null : Timestamp.FromUnixMicroseconds(rows.GetInt64(1)), rows.GetInt64(3), rows.GetInt64(4));
        }
        catch (ArgumentException damage)
        {
            throw new ConsentStoreException("The head of the log is damaged.", isTransient: false, damage);
        }
    }

    /// <summary>Adds the statement that moves the head here from where it was.</summary>
    public void Write(NpgsqlBatch batch, Sql sql, long expectedSize)
    {
        batch.Add(
            sql.MoveHead,
            Commands.Value(expectedSize), Commands.Value(Edge.Size), Commands.Value(LastRecordedAt?.UnixMicroseconds), Commands.Value(EdgeBytes()), Commands.Value(Changed), Commands.Value(Contacts));
    }

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
