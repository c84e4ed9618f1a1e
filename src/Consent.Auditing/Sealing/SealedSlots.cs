namespace Consent.Auditing;

/// <summary>An entry that was just sealed, in the sealer's own room: for whoever keeps its bytes elsewhere at once (<see cref="EntrySealer.Seal(ReadOnlySpan{AuditEntry}, ReadOnlySpan{byte}, Action{int, SealedSlots})"/>).</summary>
public readonly ref struct SealedSlots
{
    private readonly ReadOnlySpan<byte> _written;
    private readonly ReadOnlySpan<Message> _slots;

    internal SealedSlots(long index, EntryLeaf leaf, Sha256Digest leafHash, ReadOnlySpan<byte> salts, ReadOnlySpan<byte> written, ReadOnlySpan<Message> slots)
    {
        Index = index;
        Leaf = leaf;
        LeafHash = leafHash;
        Salts = salts;
        _written = written;
        _slots = slots;
    }

    /// <summary>Its place in the log, from 0.</summary>
    public long Index { get; }

    /// <summary>What the tree commits to.</summary>
    public EntryLeaf Leaf { get; }

    /// <summary>The leaf's hash in the tree (<see cref="EntryLeaf.Hash"/>).</summary>
    public Sha256Digest LeafHash { get; }

    /// <summary>The four salts, one after the other, in the order of the slots; none of <see langword="default"/>.</summary>
    public ReadOnlySpan<byte> Salts { get; }

    /// <summary>A slot's bytes; none when the slot is empty.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such slot.</exception>
    public ReadOnlySpan<byte> Payload(EntrySlot slot)
    {
        // What the commitment hashes ends with the payload.
        var head = SlotCommitment.HeadLength(slot);
        return _slots.IsEmpty ? [] : _slots[(int)slot].In(_written)[head..];
    }

    /// <summary>The entry with bytes of its own, that outlives the room.</summary>
    /// <exception cref="InvalidOperationException">It is <see langword="default"/>: no entry.</exception>
    public SealedEntry ToEntry() => Salts.IsEmpty
        ? throw new InvalidOperationException("A default one is no entry.")
        : SealedEntry.FromParts(Index, Leaf, Salts, Payload(EntrySlot.Facts), Payload(EntrySlot.Subject), Payload(EntrySlot.Actor), Payload(EntrySlot.Evidence));
}
