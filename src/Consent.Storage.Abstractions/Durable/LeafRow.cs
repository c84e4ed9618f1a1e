using Consent.Auditing;

namespace Consent.Storage;

/// <summary>What a durable store keeps of the tree in one row for each entry: its leaf, then the hashes of the larger subtrees that it completes.</summary>
/// <remarks>
/// The subtree at level L and index I is complete once its last leaf is there, so its hash stands in that leaf's row, L - 1 places after the leaf. So every node
/// that a proof needs is one row away, nothing is ever rewritten, and the rows are half as many as the nodes.
/// </remarks>
public static class LeafRow
{
    private const int HashLength = 32;

    /// <summary>The index of the row that a node stands in.</summary>
    public static long IndexOf(TreeNode node) => node.FirstLeaf + node.LeafCount - 1;

    /// <summary>The bytes of a row.</summary>
    /// <param name="leaf">The entry's leaf.</param>
    /// <param name="completed">The subtrees that it completes, the smallest first; without the leaf itself.</param>
    public static byte[] Pack(EntryLeaf leaf, ReadOnlySpan<StoredNode> completed)
    {
        var row = new byte[EntryLeaf.Length + (completed.Length * HashLength)];
        leaf.CopyTo(row);
        for (var i = 0; i < completed.Length; i++)
        {
            completed[i].Hash.CopyTo(row.AsSpan(EntryLeaf.Length + (i * HashLength)));
        }

        return row;
    }

    /// <summary>The leaf of a row.</summary>
    /// <exception cref="ConsentStoreException">The row is damaged.</exception>
    public static EntryLeaf Leaf(ReadOnlySpan<byte> row)
    {
        try
        {
            return EntryLeaf.Parse(row[..Math.Min(EntryLeaf.Length, row.Length)]);
        }
        catch (FormatException damage)
        {
            throw new ConsentStoreException("A leaf of the log is damaged.", isTransient: false, damage);
        }
    }

    /// <summary>The hash of the node at this level that ends with the row's leaf; at level 0 that of the leaf.</summary>
    /// <exception cref="ConsentStoreException">The row is damaged.</exception>
    public static Sha256Digest Hash(ReadOnlySpan<byte> row, int level)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        if (level == 0)
        {
            return Leaf(row).Hash();
        }

        var start = EntryLeaf.Length + ((level - 1) * HashLength);
        return row.Length >= start + HashLength
            ? new(row.Slice(start, HashLength))
            : throw new ConsentStoreException($"A row of the log lacks a node of level {level}: it is damaged.");
    }
}
