using System.Security.Cryptography;

namespace Consent.Auditing;

/// <summary>What the tree keeps of an entry: a commitment to each slot, and no time, id, purpose or ciphertext.</summary>
/// <param name="Facts">The commitment to the facts.</param>
/// <param name="Subject">The commitment to the subject.</param>
/// <param name="Actor">The commitment to the actor.</param>
/// <param name="Evidence">The commitment to the evidence.</param>
/// <remarks>132 bytes: <c>CRL1</c> in ASCII, then the four commitments of 32 bytes. Another layout would have another first four bytes.</remarks>
public readonly record struct EntryLeaf(Sha256Digest Facts, Sha256Digest Subject, Sha256Digest Actor, Sha256Digest Evidence)
{
    /// <summary>The length in bytes.</summary>
    public const int Length = 4 + (Slots * SHA256.HashSizeInBytes);

    internal const int Slots = 4;

    /// <summary>How many bytes its hash is of.</summary>
    internal const int HashedLength = 1 + Length;

    private static ReadOnlySpan<byte> Magic => "CRL1"u8;

    /// <summary>The commitment to a slot.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such slot.</exception>
    public Sha256Digest this[EntrySlot slot] => slot switch
    {
        EntrySlot.Facts => Facts,
        EntrySlot.Subject => Subject,
        EntrySlot.Actor => Actor,
        EntrySlot.Evidence => Evidence,
        _ => throw new ArgumentOutOfRangeException(nameof(slot), slot, "An entry has four slots."),
    };

    /// <summary>Reads 132 bytes.</summary>
    /// <exception cref="FormatException">Of another length, or of another layout.</exception>
    public static EntryLeaf Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length || !bytes.StartsWith(Magic))
        {
            throw new FormatException($"A leaf has {Length} bytes that begin with CRL1.");
        }

        var commitments = bytes[Magic.Length..];
        return new(new(commitments[..32]), new(commitments[32..64]), new(commitments[64..96]), new(commitments[96..]));
    }

    /// <summary>Writes the 132 bytes.</summary>
    /// <exception cref="ArgumentException">Less room than that.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Length)
        {
            throw new ArgumentException($"A leaf needs room for {Length} bytes.", nameof(destination));
        }

        Magic.CopyTo(destination);
        Facts.CopyTo(destination[4..]);
        Subject.CopyTo(destination[36..]);
        Actor.CopyTo(destination[68..]);
        Evidence.CopyTo(destination[100..]);
    }

    /// <summary>Its hash in the tree: SHA-256 over a zero byte and the 132 bytes (RFC 6962, 2.1).</summary>
    public Sha256Digest Hash()
    {
        Span<byte> bytes = stackalloc byte[HashedLength];
        CopyToHashed(bytes);
        return Sha256Digest.Of(bytes);
    }

    /// <summary>Writes the bytes that its hash is of.</summary>
    internal void CopyToHashed(Span<byte> destination)
    {
        destination[0] = 0;
        CopyTo(destination[1..]);
    }
}
