using Consent.Auditing;
using Consent.Storage;
using FsCheck.Fluent;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>The log proves itself: every entry is sealed as it was committed, and the tree over them gives the root and every proof at every size.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class SealedLogConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task An_empty_log_has_the_empty_root_and_no_checkpoint()
    {
        var store = await CreateAsync();

        Assert.Empty(await store.SealedAsync());
        Assert.Equal(TreeHead.Empty, await store.TreeHeadAsync(0));
        Assert.Null(await store.Log.LastCheckpointAsync(Cancellation));
    }

    [Fact]
    public Task What_is_sealed_is_what_was_committed_to_the_last_character() => HoldsAsync(EntryGen.Any().ListOf().Resize(8).ToArbitrary(), async drawn =>
    {
        var store = await CreateAsync();
        var logged = await store.WriteAsync([.. drawn.Select(entry => new ConsentCommit { Entries = [entry] })]);

        var log = await store.SealedAsync();

        Same.Entries(logged, log.Select(e => e.Open()));
        Same.Entries(logged, await store.LogAsync());
        Assert.All(log, e => Assert.Null(e.FirstBrokenSlot()));
    });

    [Fact]
    public async Task Every_slot_of_every_entry_has_a_salt_of_its_own()
    {
        var store = await CreateAsync();
        await store.WriteAsync([.. Enumerable.Range(0, 50).Select(i => Given.Reading(default, i))]);

        var salts = (await store.SealedAsync()).SelectMany(e => Enum.GetValues<EntrySlot>().Select(slot => Convert.ToHexString(e.Salt(slot)))).ToList();

        Assert.Equal(200, salts.Distinct(StringComparer.Ordinal).Count());
        Assert.All(salts, salt => Assert.Equal(64, salt.Length));
    }

    [Fact]
    public async Task The_tree_gives_root_inclusion_and_consistency_at_every_size()
    {
        var store = await CreateAsync();
        var frontier = MerkleFrontier.Empty;
        var heads = new List<TreeHead> { frontier.Head };
        for (var batch = 1; heads.Count <= 40; batch = (batch % 5) + 1)
        {
            await store.WriteAsync([.. Enumerable.Range(0, batch).Select(i => Given.Reading(default, i))]);
            foreach (var entry in (await store.SealedAsync()).Skip(heads.Count - 1))
            {
                frontier = frontier.Append(entry.Leaf.Hash()).Frontier;
                heads.Add(frontier.Head);
            }
        }

        var log = await store.SealedAsync();
        for (var size = 0; size < heads.Count; size++)
        {
            Assert.Equal(heads[size], await store.TreeHeadAsync(size));
            for (var i = 0; i < size; i++)
            {
                Assert.True((await store.PlannedAsync(ProofPlan.Inclusion(i, size))).Verify(log[i].Leaf.Hash(), heads[size]));
                Assert.True((await store.PlannedAsync(ProofPlan.Consistency(i, size))).Verify(heads[i], heads[size]));
            }
        }
    }

    [Fact]
    public async Task A_node_that_is_not_complete_is_trouble_of_the_storage()
    {
        var store = await CreateAsync();
        await store.WriteAsync(Given.Reading(default, 0), Given.Reading(default, 1), Given.Reading(default, 2));

        await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.Log.FindNodesAsync([new(1, 0), new(1, 1)], Cancellation));
    }

    [Fact]
    public async Task Appending_at_once_leaves_one_tree()
    {
        var store = await CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(
            async () =>
            {
                for (var i = 0; i < 8; i++)
                {
                    await store.WriteAsync(Given.Reading(Given.Contact(n), i), Given.Reading(default, i));
                }
            },
            Cancellation)));

        var log = await store.SealedAsync();

        Assert.Equal(Enumerable.Range(0, 256).Select(i => (long)i), log.Select(e => e.Index));
        Assert.Equal(MerkleFrontier.Empty.Append([.. log.Select(e => e.Leaf.Hash())]).Frontier.Head, await store.TreeHeadAsync(256));
    }

    [Fact]
    public async Task A_range_of_sealed_entries_ends_with_the_log()
    {
        var store = await CreateAsync();
        await store.WriteAsync([.. Enumerable.Range(0, 10).Select(i => Given.Reading(default, i))]);

        Assert.Equal([3, 4, 5], (await store.SealedAsync(3, 6)).Select(e => e.Index));
        Assert.Equal([8, 9], (await store.SealedAsync(8, 100)).Select(e => e.Index));
        Assert.Empty(await store.SealedAsync(10, 100));
    }

    [Fact]
    public async Task Checkpoints_never_go_back()
    {
        var store = await CreateAsync();
        var kept = new StoredCheckpoint(5, Given.At(5), "note 5");

        Assert.True(await store.Log.AddCheckpointAsync(new(3, Given.At(3), "note 3"), Cancellation));
        Assert.True(await store.Log.AddCheckpointAsync(kept, Cancellation));
        Assert.False(await store.Log.AddCheckpointAsync(new(4, Given.At(6), "smaller"), Cancellation));
        Assert.False(await store.Log.AddCheckpointAsync(new(5, Given.At(6), "another of the same size"), Cancellation));
        Assert.False(await store.Log.AddCheckpointAsync(new(6, Given.At(4), "earlier"), Cancellation));

        Assert.Equal(kept, await store.Log.LastCheckpointAsync(Cancellation));
        var all = new List<string>();
        await foreach (var checkpoint in store.Log.ReadCheckpointsAsync(Cancellation))
        {
            all.Add(checkpoint.Note);
        }

        Assert.Equal(["note 3", "note 5"], all);
    }
}
