using System.Text;

namespace Consent.Storage.Sqlite;

/// <summary>The table <c>checkpoint</c>. A row whose code does not verify counts as absent.</summary>
internal static class CheckpointRows
{
    public static StoredCheckpoint? Last(Connection connection, WriterContext context)
    {
        var rows = connection["SELECT size, made_at, note, mac FROM checkpoint ORDER BY size DESC"];
        StoredCheckpoint? last = null;
        while (last is null && rows.Next())
        {
            last = Read(rows, context);
        }

        rows.Reset();
        return last;
    }

    /// <summary>Some of them, in order of their size; without the checkpoint where it does not verify.</summary>
    /// <param name="connection">The file.</param>
    /// <param name="context">The key.</param>
    /// <param name="after">The row to begin after.</param>
    /// <param name="length">How many.</param>
    public static List<((long Size, byte[] Mac) Place, StoredCheckpoint? Checkpoint)> Page(Connection connection, WriterContext context, (long Size, byte[] Mac) after, int length)
    {
        var rows = connection["SELECT size, made_at, note, mac FROM checkpoint WHERE (size, mac) > (?1, ?2) ORDER BY size, mac LIMIT ?3"].Bind(1, after.Size).Bind(2, after.Mac).Bind(3, length);
        var read = new List<((long Size, byte[] Mac) Place, StoredCheckpoint? Checkpoint)>();
        while (rows.Next())
        {
            read.Add(((rows.Long(0), rows.Bytes(3).ToArray()), Read(rows, context)));
        }

        return read;
    }

    public static void Write(Connection connection, WriterContext context, StoredCheckpoint checkpoint)
    {
        var madeAt = checkpoint.MadeAt.UnixMicroseconds;
        connection["INSERT INTO checkpoint (size, made_at, note, mac) VALUES (?1, ?2, ?3, ?4)"]
            .Bind(1, checkpoint.Size).Bind(2, madeAt).Bind(3, checkpoint.Note).Bind(4, context.Records.OfCheckpoint(checkpoint.Size, madeAt, Encoding.UTF8.GetBytes(checkpoint.Note))).Change();
    }

    private static StoredCheckpoint? Read(Statement row, WriterContext context)
    {
        var (size, madeAt, note) = (row.Long(0), row.Long(1), row.Text(2));
        return context.IsIntact(context.Records.OfCheckpoint(size, madeAt, Encoding.UTF8.GetBytes(note)), row.Bytes(3)) ? new(size, Timestamp.FromUnixMicroseconds(madeAt), note) : null;
    }
}
