using System.Security.Cryptography;
using Consent.Auditing;

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
        return (await OfAsync(user, sql).ConfigureAwait(false)).Kept ?? throw new NotTakenException();
    }

    /// <summary>Gives the head of a database that holds nothing its first code. By whoever may: others find it there.</summary>
    public static async ValueTask BeginAsync(Database user, Sql sql, RecordKey key)
    {
        if ((await user.ListAsync(sql.ReadHead, () => [], row => row.Bytes(5).Length, CancellationToken.None).ConfigureAwait(false)) is [0])
        {
            await user.ExecuteAsync(sql.BeginHead, () => [Commands.Value(new Head(MerkleFrontier.Empty, null, 0, 0).Mac(key))], CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static Sha256Digest Read(ReadOnlyMemory<byte> bytes) =>
        bytes.Length == SHA256.HashSizeInBytes ? new(bytes.Span) : throw new ConsentStoreException("The check value of the database's keys is damaged.");
}
