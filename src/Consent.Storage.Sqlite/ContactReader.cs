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

            var rows = connection[EntryReader.ByChange].Bind(1, no).Bind(2, StoredEntry.ShortHash(change));
            while (rows.Next())
            {
                recorded.Add(EntryReader.Read(rows, i));
            }
        }

        return (found, recorded);
    }

    /// <summary>What is on record of one contact, by one statement: where it has a snapshot, and the head is the one that was verified last. Otherwise <see langword="null"/>: it is to be read with more.</summary>
    /// <exception cref="AuditLogAlteredException">The log shrank, or is another.</exception>
    public static StoredContact? FindAtOnce(Connection connection, WriterContext context, ContactId contact, SeenHead before)
    {
        var id = OrderedText.ToBytes(contact.Value);
        var row = connection["SELECT c.no, c.handle, c.version, c.last_entry, c.snapshot, c.mac, h.size, h.mac FROM head h JOIN contact c ON c.id = ?1"].Bind(1, id);
        if (!row.Next())
        {
            return null;
        }

        StoredContact? found = null;
        if (context.LastHead is { } last && row.Long(6) == last.Head.Edge.Size && row.Bytes(7).SequenceEqual(last.Mac))
        {
            context.Watch.Check(before, last.Head.Edge.Size, last.Edge);
            found = Read(row, context, id, contact);
        }

        row.Reset();
        return found;
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
    public static List<(long Position, long Number, KeptRow? Row)> Changes(Connection connection, long after, int length)
    {
        var rows = connection[
            """
            SELECT changed, no, id, no, handle, version, last_entry, snapshot, mac FROM contact WHERE changed > ?1 AND changed <= (SELECT changed FROM head) AND version > 0
            UNION ALL
            SELECT g.changed, g.no, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM gone g WHERE g.changed > ?1 AND g.changed <= (SELECT changed FROM head)
                AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.no = g.no AND c.version > 0) AND NOT EXISTS (SELECT 1 FROM gone h WHERE h.no = g.no AND h.changed > g.changed)
            ORDER BY 1 LIMIT ?2
            """].Bind(1, after).Bind(2, length);
        var changes = new List<(long, long, KeptRow?)>();
        while (rows.Next())
        {
            changes.Add((rows.Long(0), rows.Long(1), rows.IsNull(2) ? null : Row(rows, rows.Bytes(2), 3).Kept()));
        }

        return changes;
    }

    /// <summary>The keyed digests of some closed ids, in order. One that is none names nobody.</summary>
    public static List<byte[]> Closed(Connection connection, byte[] after, int length)
    {
        var rows = connection["SELECT digest FROM closed WHERE digest > ?1 AND length(digest) = 32 ORDER BY digest LIMIT ?2"].Bind(1, after).Bind(2, length);
        var page = new List<byte[]>();
        while (rows.Next())
        {
            page.Add(rows.Bytes(0).ToArray());
        }

        return page;
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

    /// <summary>The record in a row that has, from this column on, id, number, handle, version, last entry, snapshot and code.</summary>
    private static ContactConsents Read(Statement row, WriterContext context, int first)
    {
        var id = row.Bytes(first);
        return context.Read(OrderedText.ContactOf(id), Row(row, id, first + 1));
    }

    /// <summary>As above, of a known contact: from the number on.</summary>
    private static StoredContact? Read(Statement row, WriterContext context, ReadOnlySpan<byte> id, ContactId contact)
    {
        var stored = Row(row, id, 0);
        var record = context.Read(contact, stored);
        return stored.Version > 0 || record.State == ContactState.Altered ? new(record, Math.Max(0, stored.Version), null) { LastEntry = stored.LastEntry } : null;
    }

    private static RecordRow Row(Statement row, ReadOnlySpan<byte> id, int first) =>
        new(id, row.Long(first), row.Guid(first + 1), row.Long(first + 2), row.Long(first + 3), row.Bytes(first + 4), row.Bytes(first + 5));

    private static StoredContact Find(Connection connection, WriterContext context, ContactId contact, out long no)
    {
        var id = OrderedText.ToBytes(contact.Value);
        var row = connection["SELECT no, handle, version, last_entry, snapshot, mac FROM contact WHERE id = ?1"].Bind(1, id);
        no = 0;
        if (row.Next())
        {
            no = row.Long(0);
            var open = Read(row, context, id, contact);
            row.Reset();
            if (open is not null)
            {
                return open;
            }
        }

        var digest = context.DigestOf(contact);
        var closed = connection["SELECT version, snapshot, mac FROM closed WHERE digest = ?1"].Bind(1, digest);
        if (!closed.Next())
        {
            return StoredContact.Nothing;
        }

        var found = new StoredContact(context.ReadClosed(contact, digest, closed.Long(0), closed.Bytes(1), closed.Bytes(2)), Math.Max(0, closed.Long(0)), null);
        closed.Reset();
        return found;
    }
}
