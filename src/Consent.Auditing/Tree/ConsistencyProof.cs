using System.Collections.Immutable;
using System.Numerics;

namespace Consent.Auditing;

/// <summary>Shows that a later state of a log begins with all of an earlier one: nothing was changed, removed or put between (RFC 9162, 2.1.4).</summary>
/// <remarks>It is made of what was received and claims nothing until it is verified: any values can be put in.</remarks>
public sealed class ConsistencyProof
{
    /// <summary>The proof with these hashes, from the bottom up.</summary>
    public ConsistencyProof(long oldSize, long newSize, ImmutableArray<Sha256Digest> hashes)
    {
        OldSize = oldSize;
        NewSize = newSize;
        Hashes = hashes.IsDefault ? [] : hashes;
    }

    /// <summary>The size of the earlier tree.</summary>
    public long OldSize { get; }

    /// <summary>The size of the later tree.</summary>
    public long NewSize { get; }

    /// <summary>The hashes, from the bottom up; none between equal sizes or from size 0.</summary>
    public ImmutableArray<Sha256Digest> Hashes { get; }

    /// <summary>Whether the tree with the later head begins with the tree with the earlier one (RFC 9162, 2.1.4.2).</summary>
    /// <remarks>False for heads of other sizes and a wrong number of hashes. The RFC leaves size 0 out: here every tree begins with the empty
    /// one, whose root must be <see cref="MerkleHash.EmptyRoot"/>.</remarks>
    public bool Verify(TreeHead older, TreeHead newer)
    {
        if (OldSize != older.Size || NewSize != newer.Size || OldSize < 0 || OldSize > NewSize)
        {
            return false;
        }

        if (OldSize == 0)
        {
            return Hashes.IsEmpty && older == TreeHead.Empty && (NewSize > 0 || newer == TreeHead.Empty);
        }

        if (OldSize == NewSize)
        {
            return Hashes.IsEmpty && older.Root == newer.Root;
        }

        return VerifyGrowth(older.Root, newer.Root);
    }

    private bool VerifyGrowth(Sha256Digest oldRoot, Sha256Digest newRoot)
    {
        // A complete old tree is itself a subtree of the new one, and its hash, the old root, is not sent.
        var startsWithOldRoot = BitOperations.IsPow2(OldSize);
        if (!startsWithOldRoot && Hashes.IsEmpty)
        {
            return false;
        }

        // The last node of the old tree and of the new one, by index; first on the level where the old tree's border starts.
        var shift = BitOperations.TrailingZeroCount(OldSize);
        var node = (OldSize - 1) >> shift;
        var last = (NewSize - 1) >> shift;
        var oldHash = startsWithOldRoot ? oldRoot : Hashes[0];
        var newHash = oldHash;

        foreach (var hash in Hashes.AsSpan(startsWithOldRoot ? 0 : 1, Hashes.Length - (startsWithOldRoot ? 0 : 1)))
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                oldHash = MerkleHash.OfNode(hash, oldHash);
                newHash = MerkleHash.OfNode(hash, newHash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                newHash = MerkleHash.OfNode(newHash, hash);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && oldHash == oldRoot && newHash == newRoot;
    }
}
