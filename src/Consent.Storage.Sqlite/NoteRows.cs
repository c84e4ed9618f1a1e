using System.Text;

namespace Consent.Storage.Sqlite;

/// <summary>The table <c>note</c>. One whose code does not verify counts as absent.</summary>
internal static class NoteRows
{
    public static StoreNote? Find(Connection connection, WriterContext context, NoteKey key)
    {
        if (key == default)
        {
            return null;
        }

        var row = connection["SELECT bytes, version, gone_at, mac, key FROM note WHERE kind = ?1 AND key = ?2"].Bind(1, key.Kind).Bind(2, OrderedText.ToBytes(key.Key));
        var note = row.Next() ? Read(row, context, key.Kind) : null;
        row.Reset();
        return note;
    }

    /// <summary>Some notes of a kind, in order of their keys; without the note where it does not verify.</summary>
    public static List<(string Key, StoreNote? Note)> Page(Connection connection, WriterContext context, string kind, string? after, int length)
    {
        var rows = connection["SELECT bytes, version, gone_at, mac, key FROM note WHERE kind = ?1 AND key > ?2 ORDER BY key LIMIT ?3"]
            .Bind(1, kind).Bind(2, OrderedText.ToBytes(after ?? "")).Bind(3, length);
        var page = new List<(string Key, StoreNote? Note)>();
        while (rows.Next())
        {
            page.Add((OrderedText.FromBytes(rows.Bytes(4)), Read(rows, context, kind)));
        }

        return page;
    }

    /// <returns>Whether the note's version is the next one.</returns>
    public static bool Write(Connection connection, WriterContext context, StoreNote note)
    {
        if ((Find(connection, context, note.Key)?.Version ?? 0) != note.Version - 1)
        {
            return false;
        }

        var key = OrderedText.ToBytes(note.Key.Key);
        connection["INSERT OR REPLACE INTO note (kind, key, bytes, version, gone_at, mac) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"]
            .Bind(1, note.Key.Kind).Bind(2, key).Bind(3, note.Content).Bind(4, note.Version).Bind(5, note.GoneAt?.UnixMicroseconds)
            .Bind(6, Mac(context, note.Key.Kind, key, note.Version, note.GoneAt?.UnixMicroseconds, note.Content)).Change();
        return true;
    }

    /// <returns>How many were gone.</returns>
    public static int Purge(Connection connection, Timestamp goneBy)
    {
        connection["DELETE FROM note WHERE gone_at <= ?1"].Bind(1, goneBy.UnixMicroseconds).Run();
        return (int)connection.Number("SELECT changes()");
    }

    /// <summary>From a row of bytes, version, time, code and key.</summary>
    private static StoreNote? Read(Statement row, WriterContext context, string kind)
    {
        var (version, key) = (row.Long(1), row.Bytes(4).ToArray());
        long? goneAt = row.IsNull(2) ? null : row.Long(2);
        return context.IsIntact(Mac(context, kind, key, version, goneAt, row.Bytes(0)), row.Bytes(3))
            ? new(new(kind, OrderedText.FromBytes(key)), row.Bytes(0), version, goneAt is { } at ? Timestamp.FromUnixMicroseconds(at) : null)
            : null;
    }

    private static byte[] Mac(WriterContext context, string kind, ReadOnlySpan<byte> key, long version, long? goneAt, ReadOnlySpan<byte> content) =>
        context.Records.OfNote(Encoding.UTF8.GetBytes(kind), key, version, goneAt, content);
}
