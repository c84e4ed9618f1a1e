using System.Buffers.Binary;
using System.Collections.Immutable;
using Consent.Auditing;

namespace Consent.Storage;

/// <summary>An entry as it was read, before its key is at hand.</summary>
/// <param name="index">Its place in the log.</param>
/// <param name="leaf">Its leaf.</param>
/// <param name="blob">Its slots; <see langword="null"/> when erased.</param>
/// <param name="handle">The name of its key; zeros: none.</param>
/// <param name="lookup">Which lookup it answers, if it does.</param>
public sealed class StoredEntry(long index, EntryLeaf leaf, ReadOnlyMemory<byte>? blob, Guid handle, int lookup = 0)
{
    /// <summary>Its place in the log.</summary>
    public long Index { get; } = index;

    /// <summary>The name of its key; zeros: none.</summary>
    public Guid Handle { get; } = handle;

    /// <summary>Which lookup it answers, if it does.</summary>
    public int Lookup { get; } = lookup;

    /// <summary>The same entry, for another lookup.</summary>
    /// <param name="other">Which.</param>
    public StoredEntry For(int other) => new(Index, leaf, blob, Handle, other);

    /// <summary>What it says.</summary>
    /// <param name="keys">The keys, by their names.</param>
    /// <exception cref="ConsentStoreException">It was altered, or its key is gone.</exception>
    public AuditEntry Opened(IReadOnlyDictionary<Guid, byte[]> keys) => Opened(Index, leaf, blob is { } slots ? slots.Span : [], (keys ?? throw new ArgumentNullException(nameof(keys))).GetValueOrDefault(Handle));

    /// <summary>Sealed, for a verifier: what was altered is shown as altered.</summary>
    /// <param name="keys">The keys, by their names.</param>
    public SealedEntry Sealed(IReadOnlyDictionary<Guid, byte[]> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return blob is not { } slots ? SealedEntry.Erased(Index, leaf) : EntryBlob.Read(Index, leaf, slots.Span, keys.GetValueOrDefault(Handle)) ?? EntryBlob.Altered(Index, leaf);
    }

    /// <summary>What an entry says.</summary>
    /// <param name="index">Its place in the log.</param>
    /// <param name="leaf">Its leaf.</param>
    /// <param name="blob">Its slots; empty when erased.</param>
    /// <param name="key">Its key; empty: none.</param>
    /// <exception cref="ConsentStoreException">It was altered, or its key is gone.</exception>
    public static AuditEntry Opened(long index, EntryLeaf leaf, ReadOnlySpan<byte> blob, ReadOnlySpan<byte> key)
    {
        try
        {
            return EntryBlob.Read(index, leaf, blob, key)?.Open() ?? throw Closed(index, null);
        }
        catch (MalformedPayloadException flaw)
        {
            throw Closed(index, flaw);
        }
    }

    /// <summary>What an index can hold of a change id. Others may have the same, so what is found is compared.</summary>
    /// <param name="change">The change id.</param>
    public static long ShortHash(ChangeId change) => ShortHash(Sha256Digest.OfText(change.Value));

    /// <summary>As <see cref="ShortHash(ChangeId)"/>, of an entry's change id: its facts have the digest.</summary>
    /// <param name="entry">The entry.</param>
    /// <returns><see langword="null"/> where it has no change id.</returns>
    public static long? ShortHash(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Evidence?.Change is { } change ? ShortHash(entry.Facts.ChangeIdDigest ?? Sha256Digest.OfText(change.Value)) : null;
    }

    /// <summary>What all entries about some contacts say.</summary>
    /// <param name="contacts">How many contacts.</param>
    /// <param name="entries">The entries, each for the place of its contact (<see cref="Lookup"/>).</param>
    /// <param name="keys">Their keys.</param>
    /// <returns>For each contact its own, in order.</returns>
    /// <exception cref="ConsentStoreException">One was altered, or its key is gone.</exception>
    public static IReadOnlyList<ImmutableArray<AuditEntry>> Histories(int contacts, IEnumerable<StoredEntry> entries, IReadOnlyDictionary<Guid, byte[]> keys)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(keys);
        var histories = new ImmutableArray<AuditEntry>[contacts];
        Array.Fill(histories, []);
        foreach (var own in entries.GroupBy(e => e.Lookup))
        {
            histories[own.Key] = [.. own.OrderBy(e => e.Index).Select(e => e.Opened(keys))];
        }

        return histories;
    }

    /// <summary>Gives each lookup the entry that recorded its change id first.</summary>
    /// <param name="lookups">What was asked for.</param>
    /// <param name="found">What was found of each.</param>
    /// <param name="recorded">The entries that may be those of the change ids, in order.</param>
    /// <param name="keys">Their keys.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ConsentStoreException">One was altered, or its key is gone.</exception>
    public static bool Recognise(IReadOnlyList<ContactLookup> lookups, IList<StoredContact> found, IReadOnlyList<StoredEntry> recorded, IReadOnlyDictionary<Guid, byte[]> keys)
    {
        ArgumentNullException.ThrowIfNull(lookups);
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(recorded);
        var isAny = false;
        foreach (var entry in recorded)
        {
            if (entry.Opened(keys) is var opened && opened.Evidence?.Change == lookups[entry.Lookup].Change)
            {
                found[entry.Lookup] = found[entry.Lookup] with { Recorded = found[entry.Lookup].Recorded ?? opened };
                isAny = true;
            }
        }

        return isAny;
    }

    private static ConsentStoreException Closed(long index, Exception? inner) =>
        new($"The entry {index} of the log cannot be opened: it was altered, or the key store is not the one that belongs to this database.", isTransient: false, inner);

    private static long ShortHash(Sha256Digest digest)
    {
        Span<byte> bytes = stackalloc byte[32];
        digest.CopyTo(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }
}
