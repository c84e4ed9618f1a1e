namespace Consent.Auditing;

/// <summary>The address of a complete subtree, the only kind of node that is stored: once there, its hash never changes.</summary>
/// <remarks>The node at level L and index I stands over the 2^L leaves from I * 2^L on; level 0 are the leaf hashes themselves. An
/// incomplete subtree, as on the right edge of most trees, is computed from complete ones when it is needed.
/// <see langword="default"/> is the first leaf.</remarks>
public readonly record struct TreeNode
{
    /// <summary>The greatest level: a tree has at most 2^63 - 1 leaves.</summary>
    public const int MaxLevel = 62;

    /// <summary>The address of the node at this level and index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A level outside 0 to <see cref="MaxLevel"/>, a negative index, or leaves beyond 2^63 - 1.</exception>
    public TreeNode(int level, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, MaxLevel);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, (long.MaxValue >> level) - 1);
        Level = level;
        Index = index;
    }

    /// <summary>How many levels the node stands above the leaves, 0 to <see cref="MaxLevel"/>.</summary>
    public int Level { get; }

    /// <summary>Its place among the nodes of its level, from the left, from 0 on.</summary>
    public long Index { get; }

    /// <summary>The index of the first leaf below it.</summary>
    public long FirstLeaf => Index << Level;

    /// <summary>How many leaves are below it.</summary>
    public long LeafCount => 1L << Level;

    /// <summary>Level and index, as in <c>3/17</c>.</summary>
    public override string ToString() => $"{Level}/{Index}";
}
