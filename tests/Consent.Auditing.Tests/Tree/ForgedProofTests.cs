using System.Collections.Immutable;

namespace Consent.Auditing.Tests;

/// <summary>Proofs that somebody had a hand in never verify.</summary>
public class ForgedProofTests
{
    private const int AllForgeries = 40;
    private const int Largest = 300;
    private static readonly GrownTree s_tree = GrownTree.OfSize(Largest + 1);

    [Fact]
    public void A_forged_inclusion_proof_never_verifies()
    {
        var turn = 0;
        for (var size = 1; size <= Largest; size++)
        {
            var head = s_tree.Head(size);
            for (var index = 0; index < size; index++)
            {
                var proof = s_tree.Inclusion(index, size);
                var leaf = s_tree.Leaves[index];
                foreach (var (what, hashes) in Forged(proof.Hashes, size <= AllForgeries, turn++))
                {
                    Assert.False(new InclusionProof(index, size, hashes).Verify(leaf, head), $"{index} of {size}: {what}");
                }

                Assert.False(proof.Verify(Flipped(leaf, turn), head), $"{index} of {size}: another leaf");
                Assert.False(proof.Verify(leaf, head with { Root = Flipped(head.Root, turn) }), $"{index} of {size}: another root");
            }
        }
    }

    [Fact]
    public void An_inclusion_proof_never_verifies_for_another_index()
    {
        for (var size = 1; size <= 70; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var hashes = s_tree.Inclusion(index, size).Hashes;
                foreach (var other in Enumerable.Range(-2, size + 6).Where(o => o != index).Select(o => (long)o).Append(long.MinValue).Append(long.MaxValue))
                {
                    Assert.False(new InclusionProof(other, size, hashes).Verify(s_tree.Leaves[index], s_tree.Head(size)), $"{index} as {other} of {size}");
                }
            }
        }
    }

    [Fact]
    public void A_proof_for_another_size_never_verifies_against_a_head()
    {
        for (var size = 1; size <= 70; size++)
        {
            for (var other = 0; other <= 75; other++)
            {
                if (other == size)
                {
                    continue;
                }

                var (proof, leaf) = (s_tree.Inclusion(size / 2, size), s_tree.Leaves[size / 2]);
                Assert.False(proof.Verify(leaf, s_tree.Head(other)));
                Assert.False(new InclusionProof(proof.Index, other, proof.Hashes).Verify(leaf, s_tree.Head(size)));
                Assert.False(new InclusionProof(proof.Index, other, proof.Hashes).Verify(leaf, s_tree.Head(other)));
            }
        }
    }

    [Fact]
    public void A_forged_consistency_proof_never_verifies()
    {
        var turn = 0;
        for (var newSize = 1; newSize <= Largest; newSize++)
        {
            var newer = s_tree.Head(newSize);
            for (var oldSize = 0; oldSize <= newSize; oldSize++)
            {
                var older = s_tree.Head(oldSize);
                var proof = s_tree.Consistency(oldSize, newSize);
                foreach (var (what, hashes) in Forged(proof.Hashes, newSize <= AllForgeries, turn++))
                {
                    Assert.False(new ConsistencyProof(oldSize, newSize, hashes).Verify(older, newer), $"{oldSize} to {newSize}: {what}");
                }

                Assert.False(proof.Verify(older with { Root = Flipped(older.Root, turn) }, newer), $"{oldSize} to {newSize}: another old root");

                // Nothing is said about what comes after nothing: every tree begins with the empty one.
                Assert.Equal(oldSize == 0, proof.Verify(older, newer with { Root = Flipped(newer.Root, turn) }));
            }
        }
    }

    [Fact]
    public void A_consistency_proof_never_verifies_between_other_sizes()
    {
        for (var newSize = 1; newSize <= 40; newSize++)
        {
            for (var oldSize = 1; oldSize <= newSize; oldSize++)
            {
                var hashes = s_tree.Consistency(oldSize, newSize).Hashes;
                for (var other = -1; other <= 45; other++)
                {
                    var asOld = new ConsistencyProof(other, newSize, hashes);
                    var asNew = new ConsistencyProof(oldSize, other, hashes);
                    Assert.False(other != oldSize && (asOld.Verify(s_tree.Head(oldSize), s_tree.Head(newSize)) || Against(asOld, other, newSize)), $"{oldSize} as {other} to {newSize}");
                    Assert.False(other != newSize && (asNew.Verify(s_tree.Head(oldSize), s_tree.Head(newSize)) || Against(asNew, oldSize, other)), $"{oldSize} to {newSize} as {other}");
                }
            }
        }

        // With the head of the size that is claimed. Where nothing is to be proved the empty proof is the right one, and no forgery.
        static bool Against(ConsistencyProof proof, int oldSize, int newSize) =>
            oldSize >= 0 && newSize >= 0 && !((oldSize == 0 || oldSize == newSize) && proof.Hashes.IsEmpty) && proof.Verify(s_tree.Head(oldSize), s_tree.Head(newSize));
    }

    [Fact]
    public void A_rewritten_history_is_not_consistent_with_the_old_one()
    {
        for (var size = 2; size <= 70; size++)
        {
            for (var at = 0; at < size; at++)
            {
                // Leaf "at" was swapped for another after the old head of size at + 1 was published.
                var leaves = s_tree.Leaves.Take(size).ToArray();
                leaves[at] = Flipped(leaves[at], at);
                var growth = MerkleFrontier.Empty.Append(leaves);
                var nodes = growth.Nodes.ToDictionary(n => n.Node, n => n.Hash);
                var plan = ProofPlan.Consistency(at + 1, size);
                var proof = plan.Assemble([.. plan.Nodes.Select(n => nodes[n])]);
                Assert.False(proof.Verify(s_tree.Head(at + 1), growth.Frontier.Head));
            }
        }
    }

    [Fact]
    public void An_impossible_head_is_false_and_no_error()
    {
        Assert.False(new InclusionProof(0, 0, []).Verify(default, TreeHead.Empty));
        Assert.False(new InclusionProof(0, -1, default).Verify(default, new(-1, default)));
        Assert.False(new ConsistencyProof(-1, -1, default).Verify(new(-1, default), new(-1, default)));
        Assert.False(new ConsistencyProof(0, 0, []).Verify(TreeHead.Empty, new(0, default)));
        Assert.False(new ConsistencyProof(0, 5, []).Verify(new(0, default), s_tree.Head(5)));
        Assert.False(new ConsistencyProof(5, 3, []).Verify(s_tree.Head(5), s_tree.Head(3)));
        Assert.True(new ConsistencyProof(0, 0, []).Verify(TreeHead.Empty, TreeHead.Empty));
        Assert.False(new ConsistencyProof(long.MaxValue, long.MaxValue, [default]).Verify(new(long.MaxValue, default), new(long.MaxValue, default)));
        Assert.False(new InclusionProof(long.MaxValue - 1, long.MaxValue, [default]).Verify(default, new(long.MaxValue, default)));
    }

    /// <summary>Every place for every kind of forgery, or one place for each kind, which place by turns.</summary>
    private static IEnumerable<(string What, ImmutableArray<Sha256Digest> Hashes)> Forged(ImmutableArray<Sha256Digest> hashes, bool everywhere, int turn)
    {
        IEnumerable<int> Places(int count) => everywhere ? Enumerable.Range(0, Math.Max(0, count)) : count <= 0 ? [] : [turn % count];

        foreach (var i in Places(hashes.Length))
        {
            yield return ($"bit flipped in {i}", hashes.SetItem(i, Flipped(hashes[i], turn + i)));
            yield return ($"{i} dropped", hashes.RemoveAt(i));
        }

        foreach (var i in Places(hashes.Length + 1))
        {
            yield return ($"one added at {i}", hashes.Insert(i, s_tree.Leaves[turn % Largest]));
            yield return ($"a neighbour repeated at {i}", hashes.Insert(i, hashes.IsEmpty ? default : hashes[Math.Max(0, i - 1)]));
        }

        foreach (var i in Places(hashes.Length - 1))
        {
            yield return ($"{i} and {i + 1} swapped", hashes.SetItem(i, hashes[i + 1]).SetItem(i + 1, hashes[i]));
        }
    }

    internal static Sha256Digest Flipped(Sha256Digest digest, int bit)
    {
        var bytes = new byte[32];
        digest.CopyTo(bytes);
        bytes[bit / 8 % 32] ^= (byte)(1 << (bit % 8));
        return new(bytes);
    }
}
