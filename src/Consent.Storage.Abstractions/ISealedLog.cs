using Consent.Auditing;

namespace Consent.Storage;

/// <summary>The audit log as evidence: the sealed bytes, the tree over them, and the checkpoints. Part of a store; it shares the store's transactions.</summary>
/// <remarks>
/// A store seals each entry with <see cref="EntrySealer"/>, appends its leaf hash to the tree (<see cref="MerkleFrontier"/>), and keeps every completed
/// node, in the transaction that commits the entry. It changes none of them ever after; an erasure takes slots away and leaves leaf and nodes.
/// </remarks>
public interface ISealedLog
{
    /// <summary>Reads entries in the form that the tree commits to, erased ones included, in order of their index without gaps.</summary>
    /// <param name="from">The first index; at least 0.</param>
    /// <param name="to">The index after the last; what is beyond the end of the log is left out.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    IAsyncEnumerable<SealedEntry> ReadAsync(long from, long to, CancellationToken cancellationToken);

    /// <summary>The hashes of nodes of the tree, in the order asked.</summary>
    /// <exception cref="ConsentStoreException">A node is not there: it is not complete yet, or the log is damaged.</exception>
    ValueTask<IReadOnlyList<Sha256Digest>> FindNodesAsync(IReadOnlyList<TreeNode> nodes, CancellationToken cancellationToken);

    /// <summary>Keeps a checkpoint that is later than the last one, in size and not before it in time: checkpoints never go back.</summary>
    /// <returns>Whether it was kept.</returns>
    ValueTask<bool> AddCheckpointAsync(StoredCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>The last checkpoint kept; <see langword="null"/> when there is none.</summary>
    ValueTask<StoredCheckpoint?> LastCheckpointAsync(CancellationToken cancellationToken);

    /// <summary>All checkpoints kept, oldest first.</summary>
    IAsyncEnumerable<StoredCheckpoint> ReadCheckpointsAsync(CancellationToken cancellationToken);
}
