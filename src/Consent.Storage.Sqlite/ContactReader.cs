namespace Consent.Storage.Sqlite;

/// <summary>How contacts' records are found.</summary>
internal static class ContactReader
{
    /// <summary>What is on record of contacts, and the entries that may be those of the change ids asked for.</summary>
    public static (StoredContact[] Found, List<StoredEntry> Recorded) Find(Connection connection, WriterContext context, IReadOnlyList<ContactLookup> lookups)
    {
        var found = new StoredContact[lookups.Count];
        var recorded = new List<StoredEntry>();
        for (var i = 0; i < found.Length; i++)
        {
            var (contact, change) = lookups[i];
            found[i] = Find(connection, context, contact, out var no);
            if (no == 0 || change.IsDefault || found[i].Snapshot?.State is ContactState.Closed or ContactState.Altered)
            {
                continue;
            }

            var rows = connection[EntryReader.ByChange].Bind(1, no).Bind(2, EntryReader.ShortHash(change));
            while (rows.Next())
            {
                recorded.Add(StoredEntry.Read(rows, i));
            }
        }

        return (found, recorded);
    }

    /// <summary>Some contacts that have a snapshot, in order of their ids.</summary>
    public static List<ContactConsents> Page(Connection connection, WriterContext context, ContactId after, int length)
    {
        var rows = connection["SELECT id, no, handle, version, last_entry, snapshot, mac FROM contact WHERE id > ?1 AND version > 0 ORDER BY id LIMIT ?2"]
            .Bind(1, after.IsDefault ? [] : OrderedText.ToBytes(after.Value)).Bind(2, length);
        var page = new List<ContactConsents>();
        while (rows.Next())
        {
            page.Add(Read(rows, context, 0));
        }

        return page;
    }

    /// <summary>Some records that were written after a position, and some that went away, in order.</summary>
    public static List<AudienceChange> Changes(Connection connection, WriterContext context, long after, int length)
    {
        var rows = connection[
            """
            SELECT changed, no, id, no, handle, version, last_entry, snapshot, mac FROM contact WHERE changed > ?1 AND version > 0
            UNION ALL
            SELECT g.changed, g.no, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM gone g WHERE g.changed > ?1
                AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.no = g.no AND c.version > 0) AND NOT EXISTS (SELECT 1 FROM gone h WHERE h.no = g.no AND h.changed > g.changed)
            ORDER BY 1 LIMIT ?2
            """].Bind(1, after).Bind(2, length);
        var changes = new List<AudienceChange>();
        while (rows.Next())
        {
            changes.Add(new(rows.Long(0), rows.Long(1), rows.IsNull(2) ? null : Read(rows, context, 2)));
        }

        return changes;
    }

    /// <summary>A contact's record by its number.</summary>
    public static ContactConsents? Find(Connection connection, WriterContext context, long number)
    {
        var row = connection["SELECT id, no, handle, version, last_entry, snapshot, mac FROM contact WHERE no = ?1 AND version > 0"].Bind(1, number);
        if (!row.Next())
        {
            return null;
        }

        var found = Read(row, context, 0);
        row.Reset();
        return found;
    }

    /// <summary>The number by which a contact's record is named (<see cref="IRecordNumbers"/>).</summary>
    public static Guid? NumberOf(Connection connection, WriterContext context, ContactId contact)
    {
        var row = connection["SELECT id, no, handle, version, last_entry, snapshot, mac FROM contact WHERE id = ?1 AND version > 0"].Bind(1, OrderedText.ToBytes(contact.Value));
        if (!row.Next())
        {
            return null;
        }

        var number = context.Numbers.Of(row.Long(1), Read(row, context, 0));
        row.Reset();
        return number;
    }

    /// <summary>The record that is named by a number.</summary>
    public static ContactConsents? Find(Connection connection, WriterContext context, Guid number) =>
        context.Numbers.RowOf(number) is var row && Find(connection, context, row) is { } found && context.Numbers.Of(row, found) == number ? found : null;

    /// <summary>The record in a row that has, from this column on, id, number, handle, version, last entry, snapshot and code; empty where there is no snapshot. One whose code does not verify says nothing.</summary>
    private static ContactConsents Read(Statement row, WriterContext context, int first)
    {
        var id = row.Bytes(first);
        var contact = ContactId.From(OrderedText.FromBytes(id));
        return !RecordKey.Verifies(context.Records.OfContact(id, row.Long(first + 1), row.Guid(first + 2), row.Long(first + 3), row.Long(first + 4), row.Bytes(first + 5)), row.Bytes(first + 6))
            ? ContactConsents.Altered(contact, context.Taxonomy)
            : row.IsNull(first + 5) ? ContactConsents.Empty(contact, context.Taxonomy)
            : context.Read(contact, row.Bytes(first + 5));
    }

    private static StoredContact Find(Connection connection, WriterContext context, ContactId contact, out long no)
    {
        var row = connection["SELECT id, no, handle, version, last_entry, snapshot, mac FROM contact WHERE id = ?1"].Bind(1, OrderedText.ToBytes(contact.Value));
        no = 0;
        if (row.Next())
        {
            no = row.Long(1);
            var (version, lastEntry) = (row.Long(3), row.Long(4));
            var snapshot = Read(row, context, 0);
            row.Reset();
            if (version > 0 || snapshot.State == ContactState.Altered)
            {
                return new(snapshot, version, null) { LastEntry = lastEntry };
            }
        }

        var digest = new byte[32];
        context.Suppression.Of(contact).CopyTo(digest);
        var closed = connection["SELECT version, snapshot, mac FROM closed WHERE digest = ?1"].Bind(1, digest);
        if (!closed.Next())
        {
            return StoredContact.Nothing;
        }

        var isIntact = RecordKey.Verifies(context.Records.OfClosed(digest, closed.Long(0), closed.Bytes(1)), closed.Bytes(2));
        var found = new StoredContact(isIntact ? context.Read(contact, closed.Bytes(1)) : ContactConsents.Altered(contact, context.Taxonomy), closed.Long(0), null);
        closed.Reset();
        return found;
    }
}
