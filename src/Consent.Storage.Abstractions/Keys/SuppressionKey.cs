using System.Text;

namespace Consent.Storage;

/// <summary>
/// Turns the id of an erased contact into what is kept of it: HMAC-SHA-256(key, 0x00 ‖ id in UTF-8), and of an address HMAC-SHA-256(key, SHA-256 of its normalised form).
/// Without the key nobody can try ids.
/// </summary>
/// <param name="key">32 random bytes.</param>
public sealed class SuppressionKey(ReadOnlySpan<byte> key)
{
    private readonly KeyedHash _hash = new(key);

    /// <summary>What is kept of an id; of the name of a closed one, the digest in it; of an address by its hash, what is kept of the address.</summary>
    public Sha256Digest Of(ContactId contact)
    {
        if (ClosedId.IsName(contact, out var named))
        {
            return named.Value;
        }

        return HashedPoint.IsName(contact, out var sha256) ? OfPoint(sha256.Value)
            : ContactPoint.Of(contact) is { } point ? OfPoint(point.Sha256)
            : OfId(contact.Value);
    }

    /// <summary>So that another system's list of such hashes finds the addresses.</summary>
    private Sha256Digest OfPoint(Sha256Digest sha256)
    {
        Span<byte> message = stackalloc byte[KeyedHash.Length];
        sha256.CopyTo(message);
        return Of(message);
    }

    private Sha256Digest OfId(string id)
    {
        var message = new byte[1 + Encoding.UTF8.GetByteCount(id)];
        Encoding.UTF8.GetBytes(id, message.AsSpan(1));
        return Of(message);
    }

    private Sha256Digest Of(ReadOnlySpan<byte> message)
    {
        Span<byte> digest = stackalloc byte[KeyedHash.Length];
        _hash.Of(message, digest);
        return new(digest);
    }
}
