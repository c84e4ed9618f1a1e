using System.Buffers.Binary;

namespace Consent.Auditing;

/// <summary>Commits to a slot's bytes without showing them: whoever has salt and payload can check the commitment, and without the salt nobody can guess the payload.</summary>
/// <remarks>
/// SHA-256 over <c>consent-register/v1/</c>, the slot's name, a line feed, the salt (32 bytes), the payload's length (32 bits, big-endian) and the
/// payload. An empty slot has no payload, and a salt all the same: it looks like any other.
/// </remarks>
public static class SlotCommitment
{
    /// <summary>The length of a salt, in bytes. A salt is drawn from the system's random source for each slot of each entry, and never used twice.</summary>
    public const int SaltLength = 32;

    /// <summary>The greatest length of a payload, in bytes.</summary>
    public const int MaxPayloadLength = 32 * 1024 * 1024;

    internal const int MaxOverhead = 32 + SaltLength + sizeof(uint);

    /// <summary>The commitment.</summary>
    /// <param name="slot">Which slot.</param>
    /// <param name="salt">32 random bytes.</param>
    /// <param name="payload">The slot's JSON in UTF-8; empty for an empty slot.</param>
    /// <exception cref="ArgumentException">A salt of another length, or a payload longer than <see cref="MaxPayloadLength"/>.</exception>
    public static Sha256Digest Of(EntrySlot slot, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = stackalloc byte[MaxOverhead];
        var length = WriteHead(slot, salt, payload.Length, head);
        return ReusedSha256.Of(head[..length], payload);
    }

    /// <summary>Whether these bytes, of any length, are what a commitment was made to.</summary>
    internal static bool Opens(Sha256Digest commitment, EntrySlot slot, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload) =>
        payload.Length <= MaxPayloadLength && Of(slot, salt, payload) == commitment;

    /// <summary>How many bytes are hashed before the payload.</summary>
    internal static int HeadLength(EntrySlot slot) => Prefix(slot).Length + SaltLength + sizeof(uint);

    /// <summary>Writes the bytes that are hashed before the payload.</summary>
    /// <returns>How many they are.</returns>
    /// <exception cref="ArgumentException">A salt of another length, or a payload longer than <see cref="MaxPayloadLength"/>.</exception>
    internal static int WriteHead(EntrySlot slot, ReadOnlySpan<byte> salt, int payloadLength, Span<byte> head)
    {
        if (salt.Length != SaltLength)
        {
            throw new ArgumentException($"A salt has {SaltLength} bytes, not {salt.Length}.", nameof(salt));
        }

        if (payloadLength > MaxPayloadLength)
        {
            throw new ArgumentException($"A payload has at most {MaxPayloadLength} bytes, not {payloadLength}.", nameof(payloadLength));
        }

        var prefix = Prefix(slot);
        prefix.CopyTo(head);
        salt.CopyTo(head[prefix.Length..]);
        BinaryPrimitives.WriteUInt32BigEndian(head[(prefix.Length + SaltLength)..], (uint)payloadLength);
        return HeadLength(slot);
    }

    private static ReadOnlySpan<byte> Prefix(EntrySlot slot) => slot switch
    {
        EntrySlot.Facts => "consent-register/v1/facts\n"u8,
        EntrySlot.Subject => "consent-register/v1/subject\n"u8,
        EntrySlot.Actor => "consent-register/v1/actor\n"u8,
        EntrySlot.Evidence => "consent-register/v1/evidence\n"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(slot), slot, "An entry has four slots."),
    };
}
