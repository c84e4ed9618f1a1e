using System.Security.Cryptography;

namespace Consent.Storage.PostgreSql;

/// <summary>What a database knows its own keys by.</summary>
/// <param name="Kept">The check value; <see langword="null"/>: none is kept yet.</param>
/// <param name="IsEmpty">Whether there is nothing that was made under a key.</param>
internal sealed record KeyCheck(Sha256Digest? Kept, bool IsEmpty)
{
    public static async ValueTask<KeyCheck> OfAsync(Database user, Sql sql) =>
        (await user.ListAsync(sql.FindKeyCheck, () => [], row => new KeyCheck(row.IsDBNull(0) ? null : Read(row.Bytes(0)), row.GetBoolean(1)), CancellationToken.None).ConfigureAwait(false))[0];

    /// <summary>Keeps a check value, unless another process has kept one meanwhile.</summary>
    /// <returns>The one that is kept.</returns>
    public static async ValueTask<Sha256Digest> KeepAsync(Database user, Sql sql, Sha256Digest value, CancellationToken cancellationToken)
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        value.CopyTo(bytes);
        await user.ExecuteAsync(sql.KeepKeyCheck, () => [Commands.Value(bytes)], cancellationToken).ConfigureAwait(false);
        return (await OfAsync(user, sql).ConfigureAwait(false)).Kept!.Value;
    }

    private static Sha256Digest Read(ReadOnlyMemory<byte> bytes) =>
        bytes.Length == SHA256.HashSizeInBytes ? new(bytes.Span) : throw new ConsentStoreException("The check value of the database's keys is damaged.");
}
