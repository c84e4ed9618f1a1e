using System.Security.Cryptography;

namespace Consent.Storage;

/// <summary>HMAC-SHA-256 under one key, by an instance that is used again: a new one for each code takes twice as long. Thread-safe.</summary>
#pragma warning disable CA1001 // As long-lived as the key, and it holds nothing but memory.
internal sealed class KeyedHash(ReadOnlySpan<byte> key)
#pragma warning restore CA1001
{
    /// <summary>The length of a code, in bytes.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _key = key.ToArray();
    private IncrementalHash? _idle;

    /// <summary>The code of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="destination">Where its 32 bytes go.</param>
    public void Of(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        if (Interlocked.Exchange(ref _idle, null) is not { } hash)
        {
            hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        }

        hash.AppendData(message);
        hash.GetHashAndReset(destination);
        if (Interlocked.CompareExchange(ref _idle, hash, null) is not null)
        {
            hash.Dispose();
        }
    }
}
