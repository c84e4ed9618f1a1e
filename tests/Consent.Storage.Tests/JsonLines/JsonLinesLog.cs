using System.Runtime.CompilerServices;
using Consent.Auditing;

namespace Consent.Storage.Tests.JsonLines;

/// <summary>The store's log as evidence.</summary>
internal sealed class JsonLinesLog(Func<StoreState> current, Func<StoredCheckpoint, bool> keep) : ISealedLog
{
    public async IAsyncEnumerable<SealedEntry> ReadAsync(long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        foreach (var entry in current().Log.Select(e => e.Sealed).Where(e => e.Index >= from && e.Index < to))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    public ValueTask<IReadOnlyList<Sha256Digest>> FindNodesAsync(IReadOnlyList<TreeNode> nodes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var log = current().Log;
        return ValueTask.FromResult<IReadOnlyList<Sha256Digest>>([.. nodes.Select(node => LeafRow.IndexOf(node) < log.Count
            ? LeafRow.Hash(log[(int)LeafRow.IndexOf(node)].Row, node.Level)
            : throw new ConsentStoreException($"The log has no node {node}: it has {log.Count} entries."))]);
    }

    public ValueTask<bool> AddCheckpointAsync(StoredCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(keep(checkpoint));
    }

    public ValueTask<StoredCheckpoint?> LastCheckpointAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(current().Checkpoints.LastOrDefault());
    }

    public async IAsyncEnumerable<StoredCheckpoint> ReadCheckpointsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask;
        foreach (var checkpoint in current().Checkpoints)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return checkpoint;
        }
    }
}
