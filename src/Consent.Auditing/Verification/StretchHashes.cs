namespace Consent.Auditing;

/// <summary>The hashes by which sealed entries are checked, of many entries at once.</summary>
internal sealed class StretchHashes
{
    /// <summary>The most entries at once: more would not be faster.</summary>
    public const int MaxEntries = 64;

    // Longer payloads are hashed where they are.
    private const int LongestCopied = 1024;

    private readonly MessageQueue _messages = new();

    /// <summary>Hashes entries.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="hashes">Of each: the hash of its leaf, and its first slot whose bytes are not what the leaf commits to (<see cref="SealedEntry.FirstBrokenSlot"/>).</param>
    public void Of(ReadOnlySpan<SealedEntry> entries, Span<(Sha256Digest Leaf, EntrySlot? Broken)> hashes)
    {
        foreach (var entry in entries)
        {
            entry.Leaf.CopyToHashed(_messages.Add(EntryLeaf.HashedLength));
            for (var slot = EntrySlot.Facts; slot <= EntrySlot.Evidence; slot++)
            {
                if (IsCopied(entry, slot))
                {
                    var payload = entry.Payload(slot);
                    var message = _messages.Add(SlotCommitment.HeadLength(slot) + payload.Length);
                    payload.CopyTo(message[SlotCommitment.WriteHead(slot, entry.Salt(slot), payload.Length, message)..]);
                }
            }
        }

        var digests = _messages.Hash();
        for (var i = 0; i < entries.Length; i++)
        {
            hashes[i] = (digests[0], FirstBroken(entries[i], digests[1..], out var read));
            digests = digests[(1 + read)..];
        }
    }

    private static EntrySlot? FirstBroken(SealedEntry entry, ReadOnlySpan<Sha256Digest> digests, out int read)
    {
        EntrySlot? broken = null;
        read = 0;
        for (var slot = EntrySlot.Facts; slot <= EntrySlot.Evidence; slot++)
        {
            var holds = entry.IsErased || (IsCopied(entry, slot) ? digests[read++] == entry.Leaf[slot] : broken is not null || entry.Opens(slot));
            broken ??= holds ? null : slot;
        }

        return broken;
    }

    private static bool IsCopied(SealedEntry entry, EntrySlot slot) => !entry.IsErased && entry.Payload(slot).Length <= LongestCopied;
}
