using System.Security.Cryptography;
using System.Text;

namespace Consent.Storage.InMemory;

/// <summary>Turns the id of an erased contact into what is kept of it: HMAC-SHA-256 under a key of this process. Without the key nobody can try ids.</summary>
internal sealed class SuppressionKey
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public Sha256Digest Of(ContactId contact)
    {
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(contact.Value), digest);
        return new(digest);
    }
}
