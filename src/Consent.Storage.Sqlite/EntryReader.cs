using System.Buffers.Binary;
using Consent.Auditing;

namespace Consent.Storage.Sqlite;

/// <summary>How entries are found and opened.</summary>
internal static class EntryReader
{
    /// <summary>A contact's entries under a change id: index, blob and leaf.</summary>
    public const string ByChange =
        "SELECT e.idx, e.sealed, e.leaf, c.handle FROM entry e JOIN contact c ON c.no = e.contact WHERE e.contact = ?1 AND e.change = ?2 ORDER BY e.idx";

    /// <summary>Some entries that a query wants, in order.</summary>
    public static List<StoredEntry> Page(Connection connection, LogQuery query, long from, int length)
    {
        var hasType = query.Type is not null;
        var isChanged = query.Type == AuditEntryType.Changed;
        var sql = "SELECT e.idx, e.sealed, e.leaf, c.handle, e.recorded_at FROM entry e LEFT JOIN contact c ON c.no = e.contact WHERE e.idx >= ?1 AND e.idx < ?2 AND e.sealed IS NOT NULL"
            + (query.Contact.IsDefault ? "" : " AND e.contact = (SELECT no FROM contact WHERE id = ?4)")
            + (query.QuarantinedOnly ? " AND e.quarantined = 1" : "")
            + (hasType ? " AND e.type = ?5" : "")
            + (hasType && !isChanged ? " AND e.type <> 'changed'" : "")
            + " ORDER BY e.idx LIMIT ?3";
        var rows = connection[sql].Bind(1, from).Bind(2, query.To).Bind(3, length);
        if (!query.Contact.IsDefault)
        {
            rows.Bind(4, OrderedText.ToBytes(query.Contact.Value));
        }

        if (hasType)
        {
            rows.Bind(5, query.Type!.Value.Name);
        }

        var page = new List<StoredEntry>();
        var isPast = false;
        while (!isPast && rows.Next())
        {
            // The time recorded never falls, so nothing after the first later one is wanted.
            isPast = query.RecordedBy is { } limit && rows.Long(4) > limit.UnixMicroseconds;
            if (!isPast)
            {
                page.Add(StoredEntry.Read(rows));
            }
        }

        rows.Reset();
        return page;
    }

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
