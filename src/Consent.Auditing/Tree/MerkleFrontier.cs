using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Consent.Auditing;

/// <summary>The right edge of a tree: the complete subtrees that cover its leaves, which is all that appending and the root need.</summary>
/// <remarks>There are as many as the size has bits set, at most 63. Immutable. To keep one, keep <see cref="Size"/> and <see cref="Hashes"/>, or
/// nothing: <see cref="ProofPlan.Frontier"/> names the stored nodes that it is made of.</remarks>
public sealed class MerkleFrontier
{
    private const int MaxPeaks = 63;

    private MerkleFrontier(long size, ImmutableArray<Sha256Digest> hashes)
    {
        Size = size;
        Hashes = hashes;
    }

    /// <summary>The edge of the tree without leaves.</summary>
    public static MerkleFrontier Empty { get; } = new(0, []);

    /// <summary>How many leaves the tree has.</summary>
    public long Size { get; }

    /// <summary>The hashes of the complete subtrees, the largest and leftmost first.</summary>
    public ImmutableArray<Sha256Digest> Hashes { get; }

    /// <summary>The root of the tree (RFC 9162, 2.1.1); computed at each reading, in as many steps as there are hashes.</summary>
    public Sha256Digest Root => MerkleHash.OfPeaks(Hashes.AsSpan());

    /// <summary>Size and root.</summary>
    public TreeHead Head => new(Size, Root);

    /// <summary>The edge of a tree of this size with these hashes, the largest and leftmost subtree first.</summary>
    /// <exception cref="ArgumentException">A negative size, or not as many hashes as the size has bits set.</exception>
    public static MerkleFrontier Of(long size, ReadOnlySpan<Sha256Digest> hashes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        var expected = BitOperations.PopCount((ulong)size);
        return hashes.Length == expected
            ? new(size, [.. hashes])
            : throw new ArgumentException($"The edge of a tree of {size} leaves has {expected} hashes, not {hashes.Length}.", nameof(hashes));
    }

    /// <summary>The tree with one leaf more.</summary>
    /// <exception cref="OverflowException">The tree would have more than 2^63 - 1 leaves.</exception>
    public TreeGrowth Append(Sha256Digest leafHash) => Append([leafHash]);

    /// <summary>The tree with these leaves more, in this order.</summary>
    /// <exception cref="OverflowException">The tree would have more than 2^63 - 1 leaves.</exception>
    public TreeGrowth Append(ReadOnlySpan<Sha256Digest> leafHashes)
    {
        var size = checked(Size + leafHashes.Length);
        var completed = new StoredNode[checked((int)NodesInOrder.Count(Size, size))];
        var nodes = new NodesInOrder(Size, Hashes.AsSpan(), leafHashes, completed);
        nodes.Grow(size);

        var edge = ImmutableArray.CreateBuilder<Sha256Digest>(BitOperations.PopCount((ulong)size));
        for (var level = MaxPeaks - 1; level >= 0; level--)
        {
            if (((size >> level) & 1) == 1)
            {
                edge.Add(nodes[level, (size >> level) - 1]);
            }
        }

        return new(new(size, edge.MoveToImmutable()), ImmutableCollectionsMarshal.AsImmutableArray(completed));
    }
}
