using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>What has to be read from a store to make a <typeparamref name="T"/>, and how it is made from what was read.</summary>
/// <remarks>Two steps, so that a store can fetch all the nodes at once, in whatever way it does that. There are at most two nodes for each level
/// of the tree. Made by <see cref="ProofPlan"/>; may be used any number of times.</remarks>
public sealed class ProofPlan<T>
{
    private readonly Func<ReadOnlySpan<Sha256Digest>, T> _assemble;

    internal ProofPlan(ImmutableArray<TreeNode> nodes, Func<ReadOnlySpan<Sha256Digest>, T> assemble)
    {
        Nodes = nodes;
        _assemble = assemble;
    }

    /// <summary>The stored nodes that are needed; may be none.</summary>
    public ImmutableArray<TreeNode> Nodes { get; }

    /// <summary>Makes the result from the hashes of <see cref="Nodes"/>, in the same order.</summary>
    /// <remarks>The hashes are taken as they are. A wrong one makes a proof that does not verify, or another root.</remarks>
    /// <exception cref="ArgumentException">Not as many hashes as <see cref="Nodes"/>.</exception>
    public T Assemble(ReadOnlySpan<Sha256Digest> hashes) => hashes.Length == Nodes.Length
        ? _assemble(hashes)
        : throw new ArgumentException($"{Nodes.Length} nodes are needed, {hashes.Length} hashes were given.", nameof(hashes));
}
