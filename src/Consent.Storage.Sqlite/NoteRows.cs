namespace Consent.Storage.Sqlite;

/// <summary>The table <c>note</c>.</summary>
internal static class NoteRows
{
    public static StoreNote? Find(Connection connection, NoteKey key)
    {
        if (key == default)
        {
            return null;
        }

        var row = connection["SELECT bytes, version, gone_at FROM note WHERE kind = ?1 AND key = ?2"].Bind(1, key.Kind).Bind(2, OrderedText.ToBytes(key.Key));
        var note = row.Next() ? Read(row, key) : null;
        row.Reset();
        return note;
    }

    public static List<StoreNote> Page(Connection connection, string kind, string? after, int length)
    {
        var rows = connection["SELECT bytes, version, gone_at, key FROM note WHERE kind = ?1 AND key > ?2 ORDER BY key LIMIT ?3"]
            .Bind(1, kind).Bind(2, OrderedText.ToBytes(after ?? "")).Bind(3, length);
        var page = new List<StoreNote>();
        while (rows.Next())
        {
            page.Add(Read(rows, new(kind, OrderedText.FromBytes(rows.Bytes(3)))));
        }

        return page;
    }

    /// <returns>Whether the note's version is the next one.</returns>
    public static bool Write(Connection connection, StoreNote note)
    {
        if ((Find(connection, note.Key)?.Version ?? 0) != note.Version - 1)
        {
            return false;
        }

        connection["INSERT OR REPLACE INTO note (kind, key, bytes, version, gone_at) VALUES (?1, ?2, ?3, ?4, ?5)"]
            .Bind(1, note.Key.Kind).Bind(2, OrderedText.ToBytes(note.Key.Key)).Bind(3, note.Content).Bind(4, note.Version).Bind(5, note.GoneAt?.UnixMicroseconds).Run();
        return true;
    }

    /// <returns>How many were gone.</returns>
    public static int Purge(Connection connection, Timestamp goneBy)
    {
        connection["DELETE FROM note WHERE gone_at <= ?1"].Bind(1, goneBy.UnixMicroseconds).Run();
        return (int)connection.Number("SELECT changes()");
    }

    private static StoreNote Read(Statement row, NoteKey key) =>
        new(key, row.Bytes(0), row.Long(1), row.IsNull(2) ? null : Timestamp.FromUnixMicroseconds(row.Long(2)));
}
