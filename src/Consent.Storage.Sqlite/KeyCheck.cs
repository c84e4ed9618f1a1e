using System.Security.Cryptography;

namespace Consent.Storage.Sqlite;

/// <summary>What a database knows its own keys by.</summary>
/// <param name="Kept">The check value; <see langword="null"/>: none is kept yet.</param>
/// <param name="IsEmpty">Whether there is nothing that was made under a key.</param>
internal sealed record KeyCheck(Sha256Digest? Kept, bool IsEmpty)
{
    public static KeyCheck Of(Connection connection) => new(
        Read(connection),
        connection.Number("SELECT (SELECT size FROM head) + (SELECT count(*) FROM (SELECT 1 FROM contact LIMIT 1)) + (SELECT count(*) FROM (SELECT 1 FROM closed LIMIT 1))") == 0);

    /// <summary>Keeps a check value, unless another process has kept one meanwhile.</summary>
    /// <returns>The one that is kept.</returns>
    public static Sha256Digest Keep(Connection connection, Sha256Digest value)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        value.CopyTo(bytes);
        connection["INSERT OR IGNORE INTO key_check VALUES (1, ?1)"].Bind(1, bytes).Run();
        return Read(connection) ?? throw Trouble.NotTaken();
    }

    private static Sha256Digest? Read(Connection connection)
    {
        var row = connection["SELECT value FROM key_check"];
        if (!row.Next())
        {
            return null;
        }

        var bytes = row.Bytes(0);
        Sha256Digest? value = bytes.Length == SHA256.HashSizeInBytes ? new(bytes) : null;
        row.Reset();
        return value ?? throw new ConsentStoreException("The check value of the database's keys is damaged.");
    }
}
