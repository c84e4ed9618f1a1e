using FsCheck;
using FsCheck.Fluent;

namespace Consent.Auditing.Tests;

/// <summary>Every size up to 300, every index, every pair of sizes, against the definition.</summary>
public class EverySizeTests
{
    private const int Largest = 300;
    private static readonly GrownTree s_tree = GrownTree.OfSize(Largest);

    [Fact]
    public void The_root_of_every_size_is_the_defined_one()
    {
        for (var size = 0; size <= Largest; size++)
        {
            Assert.Equal(s_tree.Head(size), s_tree.Frontiers[size].Head);
            Assert.Equal(s_tree.Head(size), s_tree.Resolve(ProofPlan.Frontier(size)).Head);
        }
    }

    [Fact]
    public void A_stored_node_is_the_root_of_the_leaves_below_it_and_each_is_stored_once()
    {
        Assert.All(s_tree.Nodes, n =>
        {
            var below = s_tree.Leaves.Skip((int)n.Key.FirstLeaf).Take((int)n.Key.LeafCount).ToArray();
            Assert.Equal(n.Key.LeafCount, below.Length);
            Assert.Equal(MerkleFrontier.Empty.Append(below).Frontier.Root, n.Value);
        });
        Assert.Equal((2 * Largest) - int.PopCount(Largest), s_tree.Nodes.Count);
    }

    [Fact]
    public void Every_leaf_of_every_size_is_proved_as_defined()
    {
        for (var size = 1; size <= Largest; size++)
        {
            for (var index = 0; index < size; index++)
            {
                var proof = s_tree.Inclusion(index, size);
                Assert.True(proof.Hashes.SequenceEqual(s_tree.Naive.Inclusion(index, size).Select(h => new Sha256Digest(h))), $"{index} of {size}");
                Assert.True(proof.Verify(s_tree.Leaves[index], s_tree.Head(size)), $"{index} of {size}");
            }
        }
    }

    [Fact]
    public void Every_pair_of_sizes_is_proved_consistent_as_defined()
    {
        for (var newSize = 0; newSize <= Largest; newSize++)
        {
            for (var oldSize = 0; oldSize <= newSize; oldSize++)
            {
                var proof = s_tree.Consistency(oldSize, newSize);
                var defined = oldSize == 0 ? [] : s_tree.Naive.Consistency(oldSize, newSize);
                Assert.True(proof.Hashes.SequenceEqual(defined.Select(h => new Sha256Digest(h))), $"{oldSize} to {newSize}");
                Assert.True(proof.Verify(s_tree.Head(oldSize), s_tree.Head(newSize)), $"{oldSize} to {newSize}");
            }
        }
    }

    [Fact]
    public void A_proof_needs_at_most_two_stored_nodes_a_level()
    {
        const long Size = (1L << 40) - 1;
        Assert.All([0, 1, Size / 3, Size - 2, Size - 1], index => Assert.InRange(ProofPlan.Inclusion(index, Size).Nodes.Length, 1, 80));
        Assert.All([1, 2, Size / 3, Size - 1], old => Assert.InRange(ProofPlan.Consistency(old, Size).Nodes.Length, 1, 80));
        Assert.Equal(40, ProofPlan.Frontier(Size).Nodes.Length);
    }

    [Fact]
    public void The_greatest_size_can_be_planned_and_no_leaf_more_appended()
    {
        var full = ProofPlan.Frontier(long.MaxValue);
        Assert.Equal(63, full.Nodes.Length);
        Assert.Equal(new TreeNode(TreeNode.MaxLevel, 0), full.Nodes[0]);
        var frontier = full.Assemble(new Sha256Digest[63]);
        Assert.Throws<OverflowException>(() => frontier.Append(default(Sha256Digest)));
        Assert.NotEmpty(ProofPlan.Inclusion(long.MaxValue - 1, long.MaxValue).Nodes);
        Assert.NotEmpty(ProofPlan.Consistency(long.MaxValue - 1, long.MaxValue).Nodes);
    }

    [Law(MaxTest = 1_000)]
    public Property However_the_leaves_are_grouped_the_tree_and_the_stored_nodes_are_the_same() => Laws.ForAll(
        Gen.Choose(0, 40).ListOf().Resize(8),
        groups =>
        {
            var frontier = MerkleFrontier.Empty;
            foreach (var group in groups.TakeWhile((_, i) => groups.Take(i + 1).Sum() <= Largest))
            {
                var growth = frontier.Append([.. s_tree.Leaves.Skip((int)frontier.Size).Take(group)]);
                frontier = growth.Frontier;
                if (!growth.Nodes.All(n => s_tree.Nodes[n.Node] == n.Hash))
                {
                    return false;
                }

                // Kept and taken up again, by its hashes or from the stored nodes.
                frontier = MerkleFrontier.Of(frontier.Size, s_tree.Resolve(ProofPlan.Frontier(frontier.Size)).Hashes.AsSpan());
            }

            return frontier.Head == s_tree.Head((int)frontier.Size) && frontier.Hashes.SequenceEqual(s_tree.Frontiers[(int)frontier.Size].Hashes);
        });

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofPlan.Inclusion(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofPlan.Inclusion(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofPlan.Consistency(-1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofPlan.Consistency(6, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofPlan.Frontier(-1));
        Assert.Throws<ArgumentException>(() => ProofPlan.Inclusion(1, 5).Assemble([default]));
        Assert.Throws<ArgumentException>(() => MerkleFrontier.Of(5, [default]));
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleFrontier.Of(-1, new Sha256Digest[64]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TreeNode(63, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TreeNode(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TreeNode(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TreeNode(62, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TreeNode(0, long.MaxValue));
    }
}
