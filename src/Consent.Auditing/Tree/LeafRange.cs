using System.Collections.Immutable;
using System.Numerics;

namespace Consent.Auditing;

/// <summary>The leaves from <paramref name="Start"/> to before <paramref name="End"/>, where they make one subtree of a Merkle tree.</summary>
internal readonly record struct LeafRange(long Start, long End)
{
    public long Length => End - Start;

    /// <summary>Where the left child ends: after the greatest power of two that is smaller than the length (RFC 9162, 2.1.1). Of two leaves or more.</summary>
    public long Split => Start + (1L << BitOperations.Log2((ulong)(Length - 1)));

    /// <summary>How many complete subtrees it takes to cover the range.</summary>
    public int PeakCount => BitOperations.PopCount((ulong)Length);

    /// <summary>Adds those complete subtrees, the largest and leftmost first.</summary>
    public void AddPeaksTo(ImmutableArray<TreeNode>.Builder nodes)
    {
        var start = Start;
        while (start < End)
        {
            var level = BitOperations.Log2((ulong)(End - start));
            nodes.Add(new(level, start >> level));
            start += 1L << level;
        }
    }
}
