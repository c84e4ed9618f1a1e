namespace Consent.Auditing.Tests;

/// <summary>Many leaves at once grow the tree that they grow one after the other, and complete the same nodes in the same order.</summary>
public class GrownAtOnceTests
{
    private const int Largest = 150;

    [Fact]
    public void From_every_size_to_every_other()
    {
        var tree = GrownTree.OfSize(Largest);
        var completed = Enumerable.Range(0, Largest).Select(i => tree.Frontiers[i].Append(tree.Leaves[i]).Nodes).ToArray();
        for (var before = 0; before <= Largest; before++)
        {
            for (var after = before; after <= Largest; after++)
            {
                var growth = tree.Frontiers[before].Append([.. tree.Leaves[before..after]]);

                Assert.Equal(after, growth.Frontier.Size);
                Assert.True(growth.Frontier.Hashes.SequenceEqual(tree.Frontiers[after].Hashes), $"{before} to {after}");
                Assert.True(growth.Nodes.SequenceEqual(completed[before..after].SelectMany(nodes => nodes)), $"{before} to {after}");
            }
        }
    }

    [Fact]
    public void The_nodes_of_one_leaf_are_hashed_as_the_standard_says()
    {
        var tree = GrownTree.OfSize(Largest);
        Assert.All(tree.Nodes.Where(n => n.Key.Level > 0), n => Assert.Equal(
            MerkleHash.OfNode(tree.Nodes[new(n.Key.Level - 1, n.Key.Index * 2)], tree.Nodes[new(n.Key.Level - 1, (n.Key.Index * 2) + 1)]), n.Value));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(4_096)]
    [InlineData(5_000)]
    public void Thousands_at_once(int count)
    {
        var leaves = Enumerable.Range(0, count).Select(i => Sha256Digest.OfText($"{i}")).ToArray();
        foreach (var before in new[] { 0, 1, 63, 64, 100, 999 })
        {
            var start = MerkleFrontier.Empty.Append(leaves.AsSpan(0, before)).Frontier;
            var (edge, nodes) = (start, new List<StoredNode>());
            foreach (var leaf in leaves)
            {
                var growth = edge.Append(leaf);
                edge = growth.Frontier;
                nodes.AddRange(growth.Nodes);
            }

            var atOnce = start.Append(leaves);
            Assert.True(atOnce.Nodes.SequenceEqual(nodes));
            Assert.True(atOnce.Frontier.Hashes.SequenceEqual(edge.Hashes));
        }
    }

    [Fact]
    public void A_tree_as_large_as_one_can_be_takes_leaves_to_the_last()
    {
        var hashes = Enumerable.Range(0, 62).Select(i => Sha256Digest.OfText($"{i}")).ToArray();
        var nearlyFull = MerkleFrontier.Of(long.MaxValue - 1, hashes);

        var growth = nearlyFull.Append(Sha256Digest.OfText("last"));

        Assert.Equal((long.MaxValue, 63, 1), (growth.Frontier.Size, growth.Frontier.Hashes.Length, growth.Nodes.Length));
        Assert.Throws<OverflowException>(() => growth.Frontier.Append(Sha256Digest.OfText("one more")));
        Assert.Throws<OverflowException>(() => nearlyFull.Append([default, default]));
    }
}
