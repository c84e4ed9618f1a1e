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
                page.Add(Read(rows));
            }
        }

        rows.Reset();
        return page;
    }

    /// <summary>All entries about some contacts, each as an answer to one of them.</summary>
    public static List<StoredEntry> OfContacts(Connection connection, IReadOnlyList<ContactId> contacts)
    {
        var found = new List<StoredEntry>(contacts.Count * 2);
        for (var i = 0; i < contacts.Count; i++)
        {
            var rows = connection["SELECT e.idx, e.sealed, e.leaf, c.handle FROM contact c JOIN entry e ON e.contact = c.no WHERE c.id = ?1 AND e.sealed IS NOT NULL"].Bind(1, OrderedText.ToBytes(contacts[i].Value));
            while (rows.Next())
            {
                found.Add(Read(rows, i));
            }
        }

        return found;
    }

    /// <summary>From a row of index, blob, leaf and handle.</summary>
    public static StoredEntry Read(Statement row, int lookup = 0) => new(
        row.Long(0), LeafRow.Leaf(row.Bytes(2)), row.IsNull(1) ? default(ReadOnlyMemory<byte>?) : row.Bytes(1).ToArray(), row.IsNull(3) ? Guid.Empty : row.Guid(3), lookup);
}
