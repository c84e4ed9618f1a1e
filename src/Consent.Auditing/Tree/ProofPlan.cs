using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>Says which stored nodes a proof, a root or a right edge is made from, for any size that the tree has or has had.</summary>
public static class ProofPlan
{
    /// <summary>The right edge of the tree as it was at this size; with it, its root and its head.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative size.</exception>
    public static ProofPlan<MerkleFrontier> Frontier(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var range = new LeafRange(0, size);
        var nodes = ImmutableArray.CreateBuilder<TreeNode>(range.PeakCount);
        range.AddPeaksTo(nodes);
        return new(nodes.MoveToImmutable(), hashes => MerkleFrontier.Of(size, hashes));
    }

    /// <summary>The proof that the leaf at this index is in the tree of this size (RFC 9162, 2.1.3.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative index, or a size that does not include it.</exception>
    public static ProofPlan<InclusionProof> Inclusion(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(size, index);

        // From the root down to the leaf: what lies beside the way is the proof.
        var beside = new List<LeafRange>();
        var range = new LeafRange(0, size);
        while (range.Length > 1)
        {
            range = Descend(range, toLeft: index < range.Split, beside);
        }

        return PlanOf(beside, path => new InclusionProof(index, size, path));
    }

    /// <summary>The proof that the tree of the new size begins with all leaves of the old size, unchanged (RFC 9162, 2.1.4.1).</summary>
    /// <remarks>Between equal sizes, and from size 0, the proof is empty: there is nothing to prove but that the roots are what they must be.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A negative size, or a new size below the old one.</exception>
    public static ProofPlan<ConsistencyProof> Consistency(long oldSize, long newSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(newSize, oldSize);

        var beside = new List<LeafRange>();
        if (oldSize > 0)
        {
            // Down along the old tree's right border, to the subtree that ends with it.
            var range = new LeafRange(0, newSize);
            while (range.End != oldSize)
            {
                range = Descend(range, toLeft: oldSize <= range.Split, beside);
            }

            // Where that subtree is the whole old tree, the verifier knows its hash: it is the old root.
            if (range.Start > 0)
            {
                beside.Add(range);
            }
        }

        return PlanOf(beside, path => new ConsistencyProof(oldSize, newSize, path));
    }

    private static LeafRange Descend(LeafRange range, bool toLeft, List<LeafRange> beside)
    {
        var left = range with { End = range.Split };
        var right = range with { Start = range.Split };
        beside.Add(toLeft ? right : left);
        return toLeft ? left : right;
    }

    /// <summary>A plan for the hashes of these subtrees, which were found from the root down; a proof lists them from the bottom up.</summary>
    private static ProofPlan<T> PlanOf<T>(List<LeafRange> beside, Func<ImmutableArray<Sha256Digest>, T> proof)
    {
        beside.Reverse();
        var nodes = ImmutableArray.CreateBuilder<TreeNode>();
        foreach (var range in beside)
        {
            range.AddPeaksTo(nodes);
        }

        return new(nodes.DrainToImmutable(), hashes => proof(HashesOf(beside, hashes)));
    }

    private static ImmutableArray<Sha256Digest> HashesOf(List<LeafRange> ranges, ReadOnlySpan<Sha256Digest> nodeHashes)
    {
        var result = ImmutableArray.CreateBuilder<Sha256Digest>(ranges.Count);
        foreach (var range in ranges)
        {
            result.Add(MerkleHash.OfPeaks(nodeHashes[..range.PeakCount]));
            nodeHashes = nodeHashes[range.PeakCount..];
        }

        return result.MoveToImmutable();
    }
}
