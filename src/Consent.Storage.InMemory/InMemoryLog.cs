using System.Runtime.CompilerServices;
using Consent.Auditing;

namespace Consent.Storage.InMemory;

/// <summary>The store's log as evidence.</summary>
/// <param name="current">The log now.</param>
/// <param name="keep">Keeps a checkpoint, in the store's one order of writing.</param>
internal sealed class InMemoryLog(Func<LogState> current, Func<StoredCheckpoint, bool> keep) : ISealedLog
{
    public async IAsyncEnumerable<SealedEntry> ReadAsync(long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        await ValueTask.CompletedTask.ConfigureAwait(false);
        var rows = current().Rows;
        for (var i = (int)Math.Min(from, rows.Count); i < rows.Count && i < to; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return rows[i].Entry;
        }
    }

    public ValueTask<IReadOnlyList<Sha256Digest>> FindNodesAsync(IReadOnlyList<TreeNode> nodes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        cancellationToken.ThrowIfCancellationRequested();
        var log = current();
        return ValueTask.FromResult<IReadOnlyList<Sha256Digest>>([.. nodes.Select(log.Find)]);
    }

    public ValueTask<bool> AddCheckpointAsync(StoredCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(keep(checkpoint));
    }

    public ValueTask<StoredCheckpoint?> LastCheckpointAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(current().LastCheckpoint);
    }

    public async IAsyncEnumerable<StoredCheckpoint> ReadCheckpointsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        var kept = current().Checkpoints;
        for (var i = 0; i < kept.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return kept[i];
        }
    }
}
