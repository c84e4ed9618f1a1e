using System.Buffers;
using System.Security.Cryptography;
using Consent.Auditing;

namespace Consent.Storage;

/// <summary>The slots of an entry as a durable store keeps them: encrypted under the contact's key, so that erasing the key erases them from every backup too.</summary>
/// <remarks>
/// Bytes: <c>11 ‖ nonce[12] ‖ AES-256-GCM(key, slots; AAD = the leaf's 132 bytes) ‖ tag[16]</c>, or <c>10 ‖ slots</c> for an entry about no contact. Slots: the lengths of the four payloads (7 bits a byte, the lowest first,
/// the highest bit set in all but the last), the four salts, and the four payloads shortened (<c>docs/adr/0009</c>; the first half of the first byte names the table of pieces). Hashes are over the full payloads. The leaf is what all four commitments stand in, so one encryption covers them.
/// </remarks>
public static class EntryBlob
{
    /// <summary>The length of a nonce, in bytes.</summary>
    public const int NonceLength = 12;

    private const byte Plain = 0x10;
    private const byte Encrypted = 0x11;
    private const int TagLength = 16;
    private const int Overhead = 1 + NonceLength + TagLength;

    /// <summary>The bytes to keep.</summary>
    /// <param name="entry">An entry that is not erased.</param>
    /// <param name="key">The contact's key: 32 bytes; empty: keep it as it is.</param>
    /// <param name="nonce">12 bytes from the system's random source, never used before or after; not looked at without a key.</param>
    /// <exception cref="ArgumentException">The nonce or the key has another length.</exception>
    public static byte[] Write(SealedEntry entry, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Span<byte> salts = stackalloc byte[EntrySealer.SaltsLength];
        for (var slot = EntrySlot.Facts; slot <= EntrySlot.Evidence; slot++)
        {
            entry.Salt(slot).CopyTo(salts[((int)slot * SlotCommitment.SaltLength)..]);
        }

        return Write(
            entry.Leaf, new ShortSlots(salts, entry.Payload(EntrySlot.Facts), entry.Payload(EntrySlot.Subject), entry.Payload(EntrySlot.Actor), entry.Payload(EntrySlot.Evidence)), key, nonce);
    }

    /// <summary>As <see cref="Write(SealedEntry, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>, of an entry that was just sealed.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="key">The contact's key: 32 bytes; empty: keep it as it is.</param>
    /// <param name="nonce">12 bytes from the system's random source, never used before or after; not looked at without a key.</param>
    /// <exception cref="ArgumentException">The nonce or the key has another length.</exception>
    public static byte[] Write(SealedSlots entry, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce) => Write(
        entry.Leaf, new ShortSlots(entry.Salts, entry.Payload(EntrySlot.Facts), entry.Payload(EntrySlot.Subject), entry.Payload(EntrySlot.Actor), entry.Payload(EntrySlot.Evidence)), key, nonce);

    /// <summary>The entry with these bytes; <see langword="null"/> when they were altered or the key is not theirs.</summary>
    /// <param name="index">Its place in the log.</param>
    /// <param name="leaf">Its leaf.</param>
    /// <param name="blob">The bytes kept.</param>
    /// <param name="key">The contact's key; empty: none is at hand.</param>
    public static SealedEntry? Read(long index, EntryLeaf leaf, ReadOnlySpan<byte> blob, ReadOnlySpan<byte> key)
    {
        if (blob is [Plain, ..])
        {
            return ShortSlots.Read(index, leaf, blob[1..]);
        }

        if (blob is not [Encrypted, ..] || blob.Length < Overhead || key.IsEmpty)
        {
            return null;
        }

        var slots = new byte[blob.Length - Overhead];
        Span<byte> leafBytes = stackalloc byte[EntryLeaf.Length];
        leaf.CopyTo(leafBytes);
        using var cipher = new AesGcm(key, TagLength);
        try
        {
            cipher.Decrypt(blob.Slice(1, NonceLength), blob.Slice(1 + NonceLength, slots.Length), blob[^TagLength..], slots, leafBytes);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return ShortSlots.Read(index, leaf, slots);
    }

    /// <summary>What stands for an entry whose bytes were altered: its leaf, and slots that are not what the leaf commits to, so that a verification names it.</summary>
    public static SealedEntry Altered(long index, EntryLeaf leaf) =>
        SealedEntry.FromParts(index, leaf, stackalloc byte[EntrySealer.SaltsLength], [], [], [], []);

    private static byte[] Write(EntryLeaf leaf, ShortSlots slots, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        if (!key.IsEmpty && nonce.Length != NonceLength)
        {
            throw new ArgumentException($"A nonce has {NonceLength} bytes, not {nonce.Length}.", nameof(nonce));
        }

        var room = ArrayPool<byte>.Shared.Rent(slots.MaxLength);
        try
        {
            var bytes = room.AsSpan(0, slots.Write(room));
            return key.IsEmpty ? [Plain, .. bytes] : Sealed(leaf, bytes, key, nonce);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room, clearArray: true);
        }
    }

    private static byte[] Sealed(EntryLeaf leaf, ReadOnlySpan<byte> slots, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        var blob = new byte[Overhead + slots.Length];
        blob[0] = Encrypted;
        nonce.CopyTo(blob.AsSpan(1));
        Span<byte> leafBytes = stackalloc byte[EntryLeaf.Length];
        leaf.CopyTo(leafBytes);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(nonce, slots, blob.AsSpan(1 + NonceLength, slots.Length), blob.AsSpan(blob.Length - TagLength), leafBytes);
        return blob;
    }
}
