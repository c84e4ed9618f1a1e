using System.Buffers.Binary;
using System.Security.Cryptography;
using Consent.Auditing;

namespace Consent.Storage;

/// <summary>The slots of an entry as a durable store keeps them: encrypted under the contact's key, so that erasing the key erases them from every backup too.</summary>
/// <remarks>
/// Bytes: <c>01 ‖ nonce[12] ‖ AES-256-GCM(key, slots; AAD = the leaf's 132 bytes) ‖ tag[16]</c>, or <c>00 ‖ slots</c> for an entry about no contact. Slots: the lengths of
/// facts, subject and actor (each 4 bytes, big-endian), the four salts, the four payloads. The leaf is what all four commitments stand in, so one encryption covers them.
/// </remarks>
public static class EntryBlob
{
    /// <summary>The length of a nonce, in bytes.</summary>
    public const int NonceLength = 12;

    private const byte Plain = 0;
    private const byte Encrypted = 1;
    private const int LengthsLength = 3 * 4;
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
            entry.Leaf, new(salts, entry.Payload(EntrySlot.Facts), entry.Payload(EntrySlot.Subject), entry.Payload(EntrySlot.Actor), entry.Payload(EntrySlot.Evidence)), key, nonce);
    }

    /// <summary>As <see cref="Write(SealedEntry, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>, of an entry that was just sealed.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="key">The contact's key: 32 bytes; empty: keep it as it is.</param>
    /// <param name="nonce">12 bytes from the system's random source, never used before or after; not looked at without a key.</param>
    /// <exception cref="ArgumentException">The nonce or the key has another length.</exception>
    public static byte[] Write(SealedSlots entry, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce) => Write(
        entry.Leaf, new(entry.Salts, entry.Payload(EntrySlot.Facts), entry.Payload(EntrySlot.Subject), entry.Payload(EntrySlot.Actor), entry.Payload(EntrySlot.Evidence)), key, nonce);

    /// <summary>The entry with these bytes; <see langword="null"/> when they were altered or the key is not theirs.</summary>
    /// <param name="index">Its place in the log.</param>
    /// <param name="leaf">Its leaf.</param>
    /// <param name="blob">The bytes kept.</param>
    /// <param name="key">The contact's key; empty: none is at hand.</param>
    public static SealedEntry? Read(long index, EntryLeaf leaf, ReadOnlySpan<byte> blob, ReadOnlySpan<byte> key)
    {
        if (blob is [Plain, ..])
        {
            return ReadSlots(index, leaf, blob[1..]);
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

        return ReadSlots(index, leaf, slots);
    }

    /// <summary>What stands for an entry whose bytes were altered: its leaf, and slots that are not what the leaf commits to, so that a verification names it.</summary>
    public static SealedEntry Altered(long index, EntryLeaf leaf) =>
        SealedEntry.FromParts(index, leaf, stackalloc byte[EntrySealer.SaltsLength], [], [], [], []);

    private static byte[] Write(EntryLeaf leaf, Slots slots, ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce)
    {
        if (key.IsEmpty)
        {
            var plain = new byte[1 + slots.Length];
            plain[0] = Plain;
            slots.CopyTo(plain.AsSpan(1));
            return plain;
        }

        if (nonce.Length != NonceLength)
        {
            throw new ArgumentException($"A nonce has {NonceLength} bytes, not {nonce.Length}.", nameof(nonce));
        }

        var blob = new byte[Overhead + slots.Length];
        blob[0] = Encrypted;
        nonce.CopyTo(blob.AsSpan(1));
        var bytes = blob.AsSpan(1 + NonceLength, slots.Length);
        slots.CopyTo(bytes);
        Span<byte> leafBytes = stackalloc byte[EntryLeaf.Length];
        leaf.CopyTo(leafBytes);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(nonce, bytes, bytes, blob.AsSpan(blob.Length - TagLength), leafBytes);
        return blob;
    }

    private static SealedEntry? ReadSlots(long index, EntryLeaf leaf, ReadOnlySpan<byte> slots)
    {
        const int Start = LengthsLength + EntrySealer.SaltsLength;
        if (slots.Length < Start)
        {
            return null;
        }

        var facts = BinaryPrimitives.ReadInt32BigEndian(slots);
        var subject = BinaryPrimitives.ReadInt32BigEndian(slots[4..]);
        var actor = BinaryPrimitives.ReadInt32BigEndian(slots[8..]);
        var rest = slots[Start..];
        if (facts < 0 || subject < 0 || actor < 0 || (long)facts + subject + actor > rest.Length)
        {
            return null;
        }

        return SealedEntry.FromParts(
            index, leaf, slots[LengthsLength..Start], rest[..facts], rest.Slice(facts, subject), rest.Slice(facts + subject, actor), rest[(facts + subject + actor)..]);
    }

    private readonly ref struct Slots(ReadOnlySpan<byte> salts, ReadOnlySpan<byte> facts, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> actor, ReadOnlySpan<byte> evidence)
    {
        private readonly ReadOnlySpan<byte> _salts = salts;
        private readonly ReadOnlySpan<byte> _facts = facts;
        private readonly ReadOnlySpan<byte> _subject = subject;
        private readonly ReadOnlySpan<byte> _actor = actor;
        private readonly ReadOnlySpan<byte> _evidence = evidence;

        public int Length { get; } = LengthsLength + EntrySealer.SaltsLength + facts.Length + subject.Length + actor.Length + evidence.Length;

        public void CopyTo(Span<byte> destination)
        {
            BinaryPrimitives.WriteInt32BigEndian(destination, _facts.Length);
            BinaryPrimitives.WriteInt32BigEndian(destination[4..], _subject.Length);
            BinaryPrimitives.WriteInt32BigEndian(destination[8..], _actor.Length);
            _salts.CopyTo(destination[LengthsLength..]);
            var payloads = destination[(LengthsLength + EntrySealer.SaltsLength)..];
            _facts.CopyTo(payloads);
            _subject.CopyTo(payloads[_facts.Length..]);
            _actor.CopyTo(payloads[(_facts.Length + _subject.Length)..]);
            _evidence.CopyTo(payloads[(_facts.Length + _subject.Length + _actor.Length)..]);
        }
    }
}
