using Consent.Auditing;

namespace Consent.Storage;

/// <summary>What every store's log can do by what the port gives.</summary>
public static class SealedLogExtensions
{
    /// <summary>Reads the nodes that a proof, a root or an edge is made from, and makes it. At most two nodes for each level of the tree, in one call.</summary>
    /// <exception cref="ConsentStoreException">The log is shorter than that, or damaged.</exception>
    public static async ValueTask<T> AssembleAsync<T>(this ISealedLog log, ProofPlan<T> plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(plan);
        var hashes = await log.FindNodesAsync(plan.Nodes, cancellationToken).ConfigureAwait(false);
        return plan.Assemble([.. hashes]);
    }

    /// <summary>The tree's head as it was, or is, at a size.</summary>
    /// <exception cref="ConsentStoreException">The log is shorter than that, or damaged.</exception>
    public static async ValueTask<TreeHead> HeadAtAsync(this ISealedLog log, long size, CancellationToken cancellationToken) =>
        (await log.AssembleAsync(ProofPlan.Frontier(size), cancellationToken).ConfigureAwait(false)).Head;
}
