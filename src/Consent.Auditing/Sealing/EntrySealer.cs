namespace Consent.Auditing;

/// <summary>Seals entries: writes each slot's canonical JSON, commits to it with its salt, and makes the leaf.</summary>
/// <remarks>Keeps its room, so it is for one thread at a time: a log's sequencer has one.</remarks>
public sealed class EntrySealer
{
    /// <summary>The length of the four salts of an entry, in bytes.</summary>
    public const int SaltsLength = EntryLeaf.Slots * SlotCommitment.SaltLength;

    // So many at a time: more would not be faster. And of entries as large as they may be, few, so that the room does not grow with them.
    private const int Stretch = 64;
    private const int StretchLength = 512 * 1024;

    // What the commitments hash, each slot after its name and salt.
    private readonly CanonicalJsonWriter _json = new();
    private readonly Message[] _slots = new Message[Stretch * EntryLeaf.Slots];
    private readonly Sha256Digest[] _commitments = new Sha256Digest[Stretch * EntryLeaf.Slots];
    private readonly MessageQueue _leaves = new();
    private int _count;

    /// <summary>Seals an entry that has its place in the log (<see cref="AuditEntry.Logged"/>).</summary>
    /// <param name="entry">The entry, with its index and its time recorded.</param>
    /// <param name="salts">128 bytes from the system's random source, never used before or after.</param>
    /// <exception cref="ArgumentException">No index, not four salts, or a slot longer than <see cref="SlotCommitment.MaxPayloadLength"/>.</exception>
    public SealedEntry Seal(AuditEntry entry, ReadOnlySpan<byte> salts)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Check(salts, 1);
        Begin();
        Write(entry, salts);
        Commit();
        var sealedEntry = Slots(0, entry, default, salts).ToEntry();
        Begin();
        return sealedEntry;
    }

    /// <summary>Seals entries that have their places in the log, in less time than one by one.</summary>
    /// <param name="entries">The entries, with their indices and their times recorded.</param>
    /// <param name="salts">128 bytes for each from the system's random source, never used before or after.</param>
    /// <param name="seal">Is given each entry's number among them, from 0, and what came of it, which is gone when it returns. Not for sealing others with the same sealer.</param>
    /// <exception cref="ArgumentException">No index, not four salts for each, or a slot longer than <see cref="SlotCommitment.MaxPayloadLength"/>; some may have been given out before.</exception>
    public void Seal(ReadOnlySpan<AuditEntry> entries, ReadOnlySpan<byte> salts, Action<int, SealedSlots> seal)
    {
        ArgumentNullException.ThrowIfNull(seal);
        Check(salts, entries.Length);
        for (var first = 0; first < entries.Length; first += _count)
        {
            Begin();
            while (first + _count < entries.Length && _count < Stretch && _json.Length < StretchLength)
            {
                Write(entries[first + _count], SaltsOf(salts, first + _count));
            }

            Commit();
            GiveOut(first, entries, salts, seal);
        }

        Begin();
    }

    private static void Check(ReadOnlySpan<byte> salts, int entries)
    {
        if (salts.Length != (long)entries * SaltsLength)
        {
            throw new ArgumentException($"Four salts for each of {entries} entries have {(long)entries * SaltsLength} bytes, not {salts.Length}.", nameof(salts));
        }
    }

    private static ReadOnlySpan<byte> SaltsOf(ReadOnlySpan<byte> salts, int number) => salts.Slice(number * SaltsLength, SaltsLength);

    private void Begin()
    {
        _json.Clear();
        _count = 0;
    }

    private void Write(AuditEntry entry, ReadOnlySpan<byte> salts)
    {
        if (entry is not { Index: >= 0 })
        {
            throw new ArgumentException("An entry is sealed once it has its place in the log.", nameof(entry));
        }

        for (var slot = EntrySlot.Facts; slot <= EntrySlot.Evidence; slot++)
        {
            var start = _json.Length;
            var headLength = SlotCommitment.HeadLength(slot);
            _json.Leave(headLength);
            _json.Next();
            SlotPayload.Write(_json, slot, entry);
            var length = _json.Length - start;
            SlotCommitment.WriteHead(slot, salts.Slice((int)slot * SlotCommitment.SaltLength, SlotCommitment.SaltLength), length - headLength, _json.Left(start, headLength));
            _slots[(_count * EntryLeaf.Slots) + (int)slot] = new(start, length);
        }

        _count++;
    }

    private void Commit() => ManySha256.Hash(_json.Written, _slots.AsSpan(0, _count * EntryLeaf.Slots), _commitments);

    private void GiveOut(int first, ReadOnlySpan<AuditEntry> entries, ReadOnlySpan<byte> salts, Action<int, SealedSlots> seal)
    {
        for (var i = 0; i < _count; i++)
        {
            Leaf(i).CopyToHashed(_leaves.Add(EntryLeaf.HashedLength));
        }

        var hashes = _leaves.Hash();
        for (var i = 0; i < _count; i++)
        {
            seal(first + i, Slots(i, entries[first + i], hashes[i], SaltsOf(salts, first + i)));
        }
    }

    private EntryLeaf Leaf(int number)
    {
        var slots = _commitments.AsSpan(number * EntryLeaf.Slots, EntryLeaf.Slots);
        return new(slots[0], slots[1], slots[2], slots[3]);
    }

    private SealedSlots Slots(int number, AuditEntry entry, Sha256Digest leafHash, ReadOnlySpan<byte> salts) =>
        new(entry.Index, Leaf(number), leafHash, salts, _json.Written, _slots.AsSpan(number * EntryLeaf.Slots, EntryLeaf.Slots));
}
