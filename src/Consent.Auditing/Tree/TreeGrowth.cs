using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>What appending did to a tree.</summary>
public sealed class TreeGrowth
{
    internal TreeGrowth(MerkleFrontier frontier, ImmutableArray<StoredNode> nodes)
    {
        Frontier = frontier;
        Nodes = nodes;
    }

    /// <summary>The right edge of the tree as it is now.</summary>
    public MerkleFrontier Frontier { get; }

    /// <summary>The subtrees that became complete, the new leaves among them (level 0), each after the two that it is made of: all that is to be stored.</summary>
    public ImmutableArray<StoredNode> Nodes { get; }
}
