using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>Shows that a leaf stands at an index of a tree, without showing the other leaves (RFC 9162, 2.1.3).</summary>
/// <remarks>It is made of what was received and claims nothing until it is verified: any values can be put in.</remarks>
public sealed class InclusionProof
{
    /// <summary>The proof with these hashes, from the leaf's sibling up to the root's child.</summary>
    public InclusionProof(long index, long size, ImmutableArray<Sha256Digest> hashes)
    {
        Index = index;
        Size = size;
        Hashes = hashes.IsDefault ? [] : hashes;
    }

    /// <summary>The index of the leaf, from 0 on.</summary>
    public long Index { get; }

    /// <summary>The size of the tree that the proof was made for.</summary>
    public long Size { get; }

    /// <summary>The hashes beside the way, from the leaf's sibling up to the root's child.</summary>
    public ImmutableArray<Sha256Digest> Hashes { get; }

    /// <summary>Whether the leaf with this hash is at <see cref="Index"/> in the tree with this head (RFC 9162, 2.1.3.2).</summary>
    /// <remarks>False for a head of another size, a wrong number of hashes, an index outside the tree. The answer is worth as much as the head:
    /// take it from a signed checkpoint.</remarks>
    public bool Verify(Sha256Digest leafHash, TreeHead head)
    {
        if (Size != head.Size || Index < 0 || Index >= Size)
        {
            return false;
        }

        // The node on the way and the last node of the same level, both by index.
        var node = Index;
        var last = Size - 1;
        var hash = leafHash;
        foreach (var sibling in Hashes)
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleHash.OfNode(sibling, hash);

                // The last node of a level has no sibling where the level has an odd number: it is the same node one level up.
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                hash = MerkleHash.OfNode(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && hash == head.Root;
    }
}
