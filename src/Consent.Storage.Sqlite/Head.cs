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

    public static Head Read(Connection connection)
    {
        var row = connection["SELECT size, last_recorded_at, edge, changed, contacts FROM head"];
        if (!row.Next())
        {
            throw new ConsentStoreException("The SQLite database has lost the head of its log: it is damaged.");
        }

        try
        {
            var bytes = row.Bytes(2);
            Span<Sha256Digest> hashes = new Sha256Digest[bytes.Length / HashLength];
            for (var i = 0; i < hashes.Length; i++)
            {
                hashes[i] = new(bytes.Slice(i * HashLength, HashLength));
            }

            return new(MerkleFrontier.Of(row.Long(0), hashes), row.IsNull(1) ? null : Timestamp.FromUnixMicroseconds(row.Long(1)), row.Long(3), row.Long(4));
        }
        catch (ArgumentException damage)
        {
            throw new ConsentStoreException("The head of the log is damaged.", isTransient: false, damage);
        }
        finally
        {
            row.Reset();
        }
    }

    public void Write(Connection connection)
    {
        var hashes = Edge.Hashes;
        Span<byte> bytes = new byte[hashes.Length * HashLength];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i].CopyTo(bytes[(i * HashLength)..]);
        }

        connection["UPDATE head SET size = ?1, last_recorded_at = ?2, edge = ?3, changed = ?4, contacts = ?5"]
            .Bind(1, Edge.Size).Bind(2, LastRecordedAt?.UnixMicroseconds).Bind(3, bytes).Bind(4, Changed).Bind(5, Contacts).Run();
    }
}
