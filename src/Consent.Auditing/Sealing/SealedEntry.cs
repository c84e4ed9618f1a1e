namespace Consent.Auditing;

/// <summary>An audit entry as the log keeps it: the leaf that the tree commits to, and the bytes of its four slots with their salts. Immutable.</summary>
/// <remarks>
/// After erasure only the leaf is left: every proof still holds, and nothing of what the entry said can be recovered. Whoever verifies hashes these
/// bytes as they are and never writes them anew.
/// </remarks>
public sealed class SealedEntry
{
    // INVARIANT: empty when erased; else the four salts, then the four payloads, each ending where _ends says.
    private readonly byte[] _bytes;
    private readonly PayloadEnds _ends;

    internal SealedEntry(long index, EntryLeaf leaf, byte[] bytes, PayloadEnds ends)
    {
        Index = index;
        Leaf = leaf;
        _bytes = bytes;
        _ends = ends;
    }

    /// <summary>Its place in the log, from 0.</summary>
    public long Index { get; }

    /// <summary>What the tree commits to.</summary>
    public EntryLeaf Leaf { get; }

    /// <summary>Whether its slots are gone.</summary>
    public bool IsErased => _bytes.Length == 0;

    /// <summary>An entry from its stored parts. Nothing is checked here: see <see cref="FirstBrokenSlot"/>.</summary>
    /// <param name="index">Its place in the log.</param>
    /// <param name="leaf">Its leaf.</param>
    /// <param name="salts">The four salts, one after the other, in the order of the slots.</param>
    /// <param name="facts">The facts' bytes.</param>
    /// <param name="subject">The subject's bytes; empty for none.</param>
    /// <param name="actor">The actor's bytes; empty for none.</param>
    /// <param name="evidence">The evidence's bytes; empty for none.</param>
    /// <exception cref="ArgumentException">Not four salts.</exception>
    public static SealedEntry FromParts(
        long index, EntryLeaf leaf, ReadOnlySpan<byte> salts, ReadOnlySpan<byte> facts, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> actor, ReadOnlySpan<byte> evidence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (salts.Length != EntrySealer.SaltsLength)
        {
            throw new ArgumentException($"Four salts have {EntrySealer.SaltsLength} bytes, not {salts.Length}.", nameof(salts));
        }

        var ends = new PayloadEnds(EntrySealer.SaltsLength + facts.Length, subject.Length, actor.Length);
        var bytes = GC.AllocateUninitializedArray<byte>(ends.Actor + evidence.Length);
        salts.CopyTo(bytes);
        facts.CopyTo(bytes.AsSpan(salts.Length));
        subject.CopyTo(bytes.AsSpan(ends.Facts));
        actor.CopyTo(bytes.AsSpan(ends.Subject));
        evidence.CopyTo(bytes.AsSpan(ends.Actor));
        return new(index, leaf, bytes, ends);
    }

    /// <summary>An entry whose slots were erased.</summary>
    public static SealedEntry Erased(long index, EntryLeaf leaf)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(index, leaf, [], default);
    }

    /// <summary>A slot's salt: 32 bytes; none when erased.</summary>
    public ReadOnlySpan<byte> Salt(EntrySlot slot) => IsErased ? [] : _bytes.AsSpan((int)slot * SlotCommitment.SaltLength, SlotCommitment.SaltLength);

    /// <summary>A slot's bytes; none when the slot is empty or erased.</summary>
    public ReadOnlySpan<byte> Payload(EntrySlot slot)
    {
        if (IsErased)
        {
            return [];
        }

        var (start, end) = slot switch
        {
            EntrySlot.Facts => (EntrySealer.SaltsLength, _ends.Facts),
            EntrySlot.Subject => (_ends.Facts, _ends.Subject),
            EntrySlot.Actor => (_ends.Subject, _ends.Actor),
            EntrySlot.Evidence => (_ends.Actor, _bytes.Length),
            _ => throw new ArgumentOutOfRangeException(nameof(slot), slot, "An entry has four slots."),
        };
        return _bytes.AsSpan(start, end - start);
    }

    /// <summary>The first slot whose bytes are not those that the leaf commits to; <see langword="null"/> when all are, or when they were erased.</summary>
    public EntrySlot? FirstBrokenSlot()
    {
        if (!IsErased)
        {
            for (var slot = EntrySlot.Facts; slot <= EntrySlot.Evidence; slot++)
            {
                if (!Opens(slot))
                {
                    return slot;
                }
            }
        }

        return null;
    }

    /// <summary>Whether a slot's bytes are those that the leaf commits to.</summary>
    internal bool Opens(EntrySlot slot) => SlotCommitment.Opens(Leaf[slot], slot, Salt(slot), Payload(slot));

    /// <summary>What the entry says.</summary>
    /// <exception cref="InvalidOperationException">Its slots were erased.</exception>
    /// <exception cref="MalformedPayloadException">A slot's bytes are not what this version reads.</exception>
    public AuditEntry Open()
    {
        if (IsErased)
        {
            throw new InvalidOperationException("The slots of this entry were erased.");
        }

        return new()
        {
            Index = Index,
            Facts = SlotPayload.ReadFacts(Payload(EntrySlot.Facts)),
            Subject = SlotPayload.ReadSubject(Payload(EntrySlot.Subject)),
            Actor = SlotPayload.ReadActor(Payload(EntrySlot.Actor)),
            Evidence = SlotPayload.ReadEvidence(Payload(EntrySlot.Evidence)),
        };
    }

    /// <summary>The same entry without its slots.</summary>
    public SealedEntry Erase() => new(Index, Leaf, [], default);

    /// <summary>The index, and whether it was erased: no personal data.</summary>
    public override string ToString() => IsErased ? $"#{Index} (erased)" : $"#{Index} (sealed)";
}
