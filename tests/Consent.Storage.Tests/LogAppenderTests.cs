using Consent.Auditing;

namespace Consent.Storage.Tests;

/// <summary>However many are sealed at a time, and on whatever processor: the log is that of appending one by one.</summary>
public sealed class LogAppenderTests
{
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];

    public static TheoryData<int> Counts => [0, 1, 2, 63, 64, 65, 128, 200];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Rows_hold_every_leaf_and_node_of_the_tree_and_open_to_what_was_appended(int count)
    {
        var before = MerkleFrontier.Empty.Append([.. Enumerable.Range(0, 13).Select(n => Sha256Digest.OfText($"{n}"))]).Frontier;
        var log = new LogAppender(before, Some.Start);

        var logged = Enumerable.Range(0, count).Select(n => log.Append(Some.First($"contact-{n}").Entries[0], s_key)).ToList();
        var rows = log.Grow().ToList();

        Assert.Equal(count, rows.Count);
        Assert.Equal(before.Size + count, log.Size);
        var edge = before;
        for (var i = 0; i < count; i++)
        {
            var leaf = LeafRow.Leaf(rows[i].Leaf);
            var growth = edge.Append(leaf.Hash());
            edge = growth.Frontier;
            Assert.All(growth.Nodes, node => Assert.Equal(node.Hash, LeafRow.Hash(rows[i].Leaf, node.Node.Level)));
            Assert.Equal(EntryLeaf.Length + (32 * (growth.Nodes.Length - 1)), rows[i].Leaf.Length);
            var opened = EntryBlob.Read(logged[i].Index, leaf, rows[i].Blob, s_key);
            Assert.NotNull(opened);
            Assert.Null(opened.FirstBrokenSlot());
            Assert.Equal(logged[i].Subject, opened.Open().Subject);
        }

        Assert.Equal(edge.Head, log.Edge.Head);
    }

    [Fact]
    public void Indexes_go_on_and_time_never_falls()
    {
        var late = Some.Start.Plus(TimeSpan.FromHours(1));
        var log = new LogAppender(MerkleFrontier.Empty.Append(Sha256Digest.OfText("0")).Frontier, late);

        var first = log.Append(Some.First("ada").Entries[0], default);
        var second = log.Append(Some.First("bob", minute: 90).Entries[0], default);

        Assert.Equal((1, late), (first.Index, first.RecordedAt));
        Assert.Equal((2, Some.Start.Plus(TimeSpan.FromMinutes(90))), (second.Index, second.RecordedAt));
    }

    [Fact]
    public void Salts_and_nonces_are_never_the_same()
    {
        var log = new LogAppender(MerkleFrontier.Empty, null);
        var same = Some.First("ada").Entries[0];
        for (var n = 0; n < 150; n++)
        {
            log.Append(same, s_key);
        }

        var rows = log.Grow().ToList();

        Assert.Equal(150, rows.Select(r => Convert.ToHexString(r.Blob.AsSpan(1, EntryBlob.NonceLength))).Distinct().Count());
        Assert.Equal(4 * 150, rows.Select(r => LeafRow.Leaf(r.Leaf)).SelectMany(l => new[] { l.Facts, l.Subject, l.Actor, l.Evidence }).Distinct().Count());
    }
}
