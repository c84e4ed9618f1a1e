namespace Consent.Auditing;

/// <summary>Seals entries: writes each slot's canonical JSON, commits to it with its salt, and makes the leaf.</summary>
/// <remarks>Keeps a buffer, so it is for one thread at a time: a log's sequencer has one.</remarks>
public sealed class EntrySealer
{
    /// <summary>The length of the four salts of an entry, in bytes.</summary>
    public const int SaltsLength = EntryLeaf.Slots * SlotCommitment.SaltLength;

    private readonly CanonicalJsonWriter _json = new();

    /// <summary>Seals an entry that has its place in the log (<see cref="AuditEntry.Logged"/>).</summary>
    /// <param name="entry">The entry, with its index and its time recorded.</param>
    /// <param name="salts">128 bytes from the system's random source, never used before or after.</param>
    /// <exception cref="ArgumentException">No index, not four salts, or a slot longer than <see cref="SlotCommitment.MaxPayloadLength"/>.</exception>
    public SealedEntry Seal(AuditEntry entry, ReadOnlySpan<byte> salts)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Index < 0)
        {
            throw new ArgumentException("An entry is sealed once it has its place in the log.", nameof(entry));
        }

        if (salts.Length != SaltsLength)
        {
            throw new ArgumentException($"Four salts have {SaltsLength} bytes, not {salts.Length}.", nameof(salts));
        }

        _json.Clear();
        var facts = Commit(EntrySlot.Facts, entry, salts);
        var factsEnd = _json.Length;
        var subject = Commit(EntrySlot.Subject, entry, salts);
        var subjectLength = _json.Length - factsEnd;
        var actor = Commit(EntrySlot.Actor, entry, salts);
        var actorLength = _json.Length - factsEnd - subjectLength;
        var evidence = Commit(EntrySlot.Evidence, entry, salts);

        var bytes = GC.AllocateUninitializedArray<byte>(SaltsLength + _json.Length);
        salts.CopyTo(bytes);
        _json.Written.CopyTo(bytes.AsSpan(SaltsLength));
        return new(entry.Index, new(facts, subject, actor, evidence), bytes, new(SaltsLength + factsEnd, subjectLength, actorLength));
    }

    private Sha256Digest Commit(EntrySlot slot, AuditEntry entry, ReadOnlySpan<byte> salts)
    {
        var start = _json.Length;
        _json.Next();
        SlotPayload.Write(_json, slot, entry);
        return SlotCommitment.Of(slot, salts.Slice((int)slot * SlotCommitment.SaltLength, SlotCommitment.SaltLength), _json.Written[start..]);
    }
}
