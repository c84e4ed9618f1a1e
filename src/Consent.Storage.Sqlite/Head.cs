using Consent.Auditing;

namespace Consent.Storage.Sqlite;

/// <summary>The row <c>head</c>: where the log ends, and the right edge of its tree.</summary>
/// <param name="Edge">The right edge; its size is the log's.</param>
/// <param name="LastRecordedAt">When the last entry was recorded.</param>
/// <param name="Changed">The counter of contacts' writes.</param>
/// <param name="Contacts">The last number that was given to a contact.</param>
internal sealed record Head(MerkleFrontier Edge, Timestamp? LastRecordedAt, long Changed, long Contacts)
{
    private const int HashLength = 32;

    /// <summary>Reads it, and compares it with the greatest that this process knows.</summary>
    /// <param name="connection">In a transaction.</param>
    /// <param name="context">The key, and what was seen.</param>
    /// <param name="before">What was known before the transaction began.</param>
    /// <exception cref="AuditLogAlteredException">The log shrank, or is another.</exception>
    /// <exception cref="ConsentStoreException">The row is damaged, or was altered.</exception>
    public static Head Read(Connection connection, WriterContext context, SeenHead before)
    {
        var row = connection["SELECT size, last_recorded_at, edge, changed, contacts, mac FROM head"];
        if (!row.Next())
        {
            throw new ConsentStoreException("The SQLite database has lost the head of its log: it is damaged.");
        }

        try
        {
            // One that is the same in every column was verified before.
            if (context.LastHead is not { } last || !last.IsIn(row))
            {
                context.LastHead = last = Verified(row, context.Records);
            }

            context.Watch.Check(before, last.Head.Edge.Size, last.Edge);
            return last.Head;
        }
        finally
        {
            row.Reset();
        }
    }

    /// <summary>Gives the head of a database that holds nothing its first code.</summary>
    public static void Begin(Connection connection, RecordKey key)
    {
        if (connection.Number("SELECT length(mac) FROM head") > 0)
        {
            return;
        }

        connection["UPDATE head SET mac = ?1 WHERE mac = x'' AND size = 0 AND changed = 0 AND contacts = 0 AND edge = x'' AND NOT EXISTS (SELECT 1 FROM entry) AND NOT EXISTS (SELECT 1 FROM contact) AND NOT EXISTS (SELECT 1 FROM closed)"]
            .Bind(1, new Head(MerkleFrontier.Empty, null, 0, 0).Mac(key, [])).Run();
    }

    /// <summary>Nothing stands in the log beyond its head: else an older head was put back, and what was recorded since is hidden by it.</summary>
    /// <exception cref="AuditLogAlteredException">Something does.</exception>
    public static void DemandNothingBeyond(Connection connection)
    {
        if (connection.Number("SELECT count(*) FROM (SELECT 1 FROM entry WHERE idx >= (SELECT size FROM head) LIMIT 1)") > 0)
        {
            throw new AuditLogAlteredException("The database has entries beyond the head of its log: an older head was put back. Bring the database back as it was.", LogFlaw.OutOfPlace, connection.Number("SELECT size FROM head"));
        }
    }

    /// <summary>Writes the row.</summary>
    /// <returns>What is in it from now on, once it is committed.</returns>
    public VerifiedHead Write(Connection connection, RecordKey key)
    {
        var edge = EdgeBytes();
        var mac = Mac(key, edge);
        connection["UPDATE head SET size = ?1, last_recorded_at = ?2, edge = ?3, changed = ?4, contacts = ?5, mac = ?6"]
            .Bind(1, Edge.Size).Bind(2, LastRecordedAt?.UnixMicroseconds).Bind(3, edge).Bind(4, Changed).Bind(5, Contacts).Bind(6, mac).Change();
        return new(this, edge, mac);
    }

    private static VerifiedHead Verified(Statement row, RecordKey key)
    {
        try
        {
            var edge = row.Bytes(2).ToArray();
            Span<Sha256Digest> hashes = new Sha256Digest[edge.Length / HashLength];
            for (var i = 0; i < hashes.Length; i++)
            {
                hashes[i] = new(edge.AsSpan(i * HashLength, HashLength));
            }

            var head = new Head(
                MerkleFrontier.Of(row.Long(0), hashes), row.IsNull(1) ? null : Timestamp.FromUnixMicroseconds(row.Long(1)), row.Long(3), row.Long(4));
            var mac = head.Mac(key, edge);
            return RecordKey.Verifies(mac, row.Bytes(5))
                ? new(head, edge, mac)
                : throw new ConsentStoreException("The head of the log was altered in the database, or is damaged.");
        }
        catch (ArgumentException damage)
        {
            throw new ConsentStoreException("The head of the log is damaged.", isTransient: false, damage);
        }
    }

    /// <summary>The edge as it is stored.</summary>
    private byte[] EdgeBytes()
    {
        var hashes = Edge.Hashes;
        var bytes = new byte[hashes.Length * HashLength];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i].CopyTo(bytes.AsSpan(i * HashLength));
        }

        return bytes;
    }

    private byte[] Mac(RecordKey key, ReadOnlySpan<byte> edge) => key.OfHead(Edge.Size, LastRecordedAt?.UnixMicroseconds, edge, Changed, Contacts);
}
