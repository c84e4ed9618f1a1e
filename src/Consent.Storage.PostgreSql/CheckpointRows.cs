using System.Text;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>The table <c>checkpoint</c>. A row whose code does not verify counts as absent.</summary>
internal static class CheckpointRows
{
    /// <summary>So many are read to find the last one: there are as many in the way as somebody else wrote there.</summary>
    public const int Looked = 100;

    /// <summary>The code of a row.</summary>
    public static byte[] Mac(RecordKey key, StoredCheckpoint checkpoint) => Mac(key, checkpoint.Size, checkpoint.MadeAt.UnixMicroseconds, checkpoint.Note);

    /// <summary>From a row of size, time, note and code.</summary>
    public static StoredCheckpoint? Read(NpgsqlDataReader row, WriterContext context)
    {
        var (size, madeAt, note) = (row.GetInt64(0), row.GetInt64(1), row.GetString(2));
        var mac = row.Bytes(3);
        if (!context.IsIntact(Mac(context.Records, size, madeAt, note), mac))
        {
            return null;
        }

        context.Seen.Note(size, mac);
        return new(size, Timestamp.FromUnixMicroseconds(madeAt), note);
    }

    private static byte[] Mac(RecordKey key, long size, long madeAt, string note) => key.OfCheckpoint(size, madeAt, Encoding.UTF8.GetBytes(note));
}
