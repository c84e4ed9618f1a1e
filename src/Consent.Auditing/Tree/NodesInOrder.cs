using System.Numerics;

namespace Consent.Auditing;

/// <summary>The subtrees that new leaves complete, in the order in which one leaf after the other completes them, though they are hashed level by level: many of one level at once.</summary>
internal readonly ref struct NodesInOrder
{
    // So many are hashed at a time.
    private const int Stretch = 64;

    private readonly long _before;
    private readonly ReadOnlySpan<Sha256Digest> _edge;
    private readonly Span<StoredNode> _nodes;

    /// <summary>Takes in the leaves.</summary>
    /// <param name="before">How many leaves the tree had before.</param>
    /// <param name="edge">The hashes of its right edge.</param>
    /// <param name="leafHashes">The new leaves.</param>
    /// <param name="nodes">Room for what they complete.</param>
    public NodesInOrder(long before, ReadOnlySpan<Sha256Digest> edge, ReadOnlySpan<Sha256Digest> leafHashes, Span<StoredNode> nodes)
    {
        _before = before;
        _edge = edge;
        _nodes = nodes;
        for (var i = 0; i < leafHashes.Length; i++)
        {
            Set(0, before + i, leafHashes[i]);
        }
    }

    /// <summary>How many subtrees are complete once a tree has one size, and were not when it had another.</summary>
    /// <remarks>A tree of n leaves has 2n - popcount(n) complete subtrees.</remarks>
    public static long Count(long before, long after) => checked((2 * (after - before)) + BitOperations.PopCount((ulong)before) - BitOperations.PopCount((ulong)after));

    /// <summary>Hashes all above the leaves.</summary>
    public void Grow(long after)
    {
        for (var level = 1; after >> level > _before >> level; level++)
        {
            for (long first = _before >> level, end = after >> level; first < end; first += Stretch)
            {
                if (end - first == 1)
                {
                    Set(level, first, MerkleHash.OfNode(this[level - 1, 2 * first], this[level - 1, (2 * first) + 1]));
                }
                else
                {
                    Hash(level, first, (int)Math.Min(Stretch, end - first));
                }
            }
        }
    }

    /// <summary>The hash of a subtree that is complete now: a new one, or one of the edge before.</summary>
    public Sha256Digest this[int level, long index] => index < _before >> level
        ? _edge[BitOperations.PopCount((ulong)_before >> level) - 1]
        : _nodes[Place(level, index)].Hash;

    private void Hash(int level, long first, int count)
    {
        Span<byte> bytes = stackalloc byte[count * MerkleHash.NodeLength];
        Span<Message> messages = stackalloc Message[count];
        Span<Sha256Digest> hashes = stackalloc Sha256Digest[count];
        for (var i = 0; i < count; i++)
        {
            messages[i] = new(i * MerkleHash.NodeLength, MerkleHash.NodeLength);
            MerkleHash.WriteNode(this[level - 1, 2 * (first + i)], this[level - 1, (2 * (first + i)) + 1], messages[i].In(bytes));
        }

        ManySha256.Hash(bytes, messages, hashes);
        for (var i = 0; i < count; i++)
        {
            Set(level, first + i, hashes[i]);
        }
    }

    private void Set(int level, long index, Sha256Digest hash) => _nodes[Place(level, index)] = new(new(level, index), hash);

    /// <summary>After all that the leaves before its last one complete, and after the smaller subtrees that this completes too.</summary>
    private int Place(int level, long index) => (int)Count(_before, ((index + 1) << level) - 1) + level;
}
