using System.Security.Cryptography;
using System.Text;

namespace Consent.Storage;

/// <summary>Turns the id of an erased contact into what is kept of it: HMAC-SHA-256(key, 0x00 ‖ id in UTF-8). Without the key nobody can try ids.</summary>
/// <param name="key">32 random bytes.</param>
public sealed class SuppressionKey(ReadOnlySpan<byte> key)
{
    private readonly byte[] _key = key.ToArray();

    /// <summary>What is kept of an id; of the name of a closed one, the digest in it.</summary>
    public Sha256Digest Of(ContactId contact)
    {
        if (ClosedId.IsName(contact, out var named))
        {
            return named.Value;
        }

        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var message = new byte[1 + Encoding.UTF8.GetByteCount(contact.Value)];
        Encoding.UTF8.GetBytes(contact.Value, message.AsSpan(1));
        HMACSHA256.HashData(_key, message, digest);
        return new(digest);
    }
}
