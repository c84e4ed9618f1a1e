using Consent.Auditing;

namespace Consent.Storage.Sqlite;

/// <summary>An entry as it was read, before its key is at hand.</summary>
/// <param name="Index">Its place in the log.</param>
/// <param name="Leaf">Its leaf.</param>
/// <param name="Blob">Its slots; <see langword="null"/> when erased.</param>
/// <param name="Handle">The name of its key; zeros: none.</param>
/// <param name="Lookup">Which lookup it answers, if it does.</param>
internal sealed record StoredEntry(long Index, EntryLeaf Leaf, byte[]? Blob, Guid Handle, int Lookup = 0)
{
    /// <summary>From a row of index, blob, leaf and handle.</summary>
    public static StoredEntry Read(Statement row, int lookup = 0) => new(
        row.Long(0), LeafRow.Leaf(row.Bytes(2)), row.IsNull(1) ? null : row.Bytes(1).ToArray(), row.IsNull(3) ? Guid.Empty : row.Guid(3), lookup);

    /// <summary>What it says.</summary>
    /// <exception cref="ConsentStoreException">It was altered, or its key is gone.</exception>
    public AuditEntry Opened(IReadOnlyDictionary<Guid, byte[]> keys) => EntryReader.Open(EntryBlob.Read(Index, Leaf, Blob, keys.GetValueOrDefault(Handle)), Index);

    /// <summary>Sealed, for a verifier: what was altered is shown as altered.</summary>
    public SealedEntry Sealed(IReadOnlyDictionary<Guid, byte[]> keys) =>
        Blob is null ? SealedEntry.Erased(Index, Leaf) : EntryBlob.Read(Index, Leaf, Blob, keys.GetValueOrDefault(Handle)) ?? EntryBlob.Altered(Index, Leaf);
}
