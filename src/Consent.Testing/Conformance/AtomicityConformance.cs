using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>A commit is there as a whole or not at all, and one that fails does not stop the others of its batch.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class AtomicityConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_conflict_leaves_no_entry_and_none_of_the_snapshots()
    {
        var store = await CreateAsync();
        var (a, b) = (Given.First(Given.Contact("a"), "1"), Given.First(Given.Contact("b"), "2"));
        await store.WriteAsync(b);
        var both = a with { Entries = [.. a.Entries, .. b.Next("3", 3).Entries], Snapshots = [a.Snapshots[0], .. b.Next("3", 3).Snapshots.Select(s => s with { ExpectedVersion = 0 })] };

        Assert.IsType<CommitOutcome.Conflict>(await store.CommitOneAsync(both));

        Same.Contact(StoredContact.Nothing, await store.FindOneAsync(a.Contact, a.Change));
        Same.Snapshot(b.Snapshots[0].Snapshot, await store.SnapshotOfAsync(b.Contact));
        Assert.Single(await store.LogAsync());
        Assert.Equal(1, (await store.HeadAsync()).Size);
    }

    [Fact]
    public async Task A_repeated_change_leaves_neither_entry_nor_snapshot()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");
        await store.WriteAsync(first);
        var again = first.Next("1", 5) with { Snapshots = [first.Next("1", 5).Snapshots[0], Given.First(Given.Contact("b"), "1").Snapshots[0]] };

        Assert.IsType<CommitOutcome.AlreadyRecorded>(await store.CommitOneAsync(again));

        Same.Snapshot(first.Snapshots[0].Snapshot, await store.SnapshotOfAsync(first.Contact));
        Same.Contact(StoredContact.Nothing, await store.FindOneAsync(Given.Contact("b")));
        Assert.Single(await store.LogAsync());
    }

    [Fact]
    public async Task One_commit_that_conflicts_does_not_stop_the_others()
    {
        var store = await CreateAsync();
        ConsentCommit[] good = [.. Enumerable.Range(0, 4).Select(n => Given.First(Given.Contact(n), "1"))];
        var bad = Given.First(Given.Contact("bad"), "1").Next("2", 2);

        var outcomes = await store.CommitManyAsync(good[0], bad, good[1], good[2], bad, good[3]);

        Assert.IsType<CommitOutcome.Conflict>(outcomes[1]);
        Assert.IsType<CommitOutcome.Conflict>(outcomes[4]);
        Assert.Equal(good.Select(c => c.Contact), (await store.LogAsync()).Select(e => e.Subject!.Contact));
        Assert.Equal(good.Select(c => c.Contact), (await store.ScanAsync()).Select(s => s.Id));
    }

    [Fact]
    public async Task All_entries_and_snapshots_of_one_commit_are_written()
    {
        var store = await CreateAsync();
        var (a, b) = (Given.First(Given.Contact("a"), "1"), Given.First(Given.Contact("b"), "1"));

        var logged = await store.WriteAsync(a with { Entries = [.. a.Entries, .. b.Entries, Given.ReadingEntry(default, 1)], Snapshots = [.. a.Snapshots, .. b.Snapshots] });

        Same.Entries(logged, await store.LogAsync());
        Same.Snapshot(a.Snapshots[0].Snapshot, await store.SnapshotOfAsync(a.Contact));
        Same.Snapshot(b.Snapshots[0].Snapshot, await store.SnapshotOfAsync(b.Contact));
    }

    [Fact]
    public async Task A_reader_never_meets_the_second_half_missing()
    {
        var store = await CreateAsync();
        var (a, b) = (Given.First(Given.Contact("a"), "1"), Given.First(Given.Contact("b"), "1"));
        var writer = Task.Run(WriteAsync, Cancellation);
        while (!writer.IsCompleted)
        {
            var seen = await store.FindOneAsync(a.Contact);
            var next = await store.FindOneAsync(b.Contact);
            var head = await store.HeadAsync();
            Assert.True(next.Version >= seen.Version, "One snapshot of a commit was there before the other.");
            Assert.True(head.Size >= 2 * seen.Version, "A snapshot was there before its entry.");
            await Task.Yield();
        }

        await writer;

        async Task WriteAsync()
        {
            for (var n = 1; n <= 50; n++)
            {
                await store.WriteAsync(a with { Entries = [.. a.Entries, .. b.Entries], Snapshots = [.. a.Snapshots, .. b.Snapshots] });
                (a, b) = (a.Next($"{n + 1}", n + 1), b.Next($"{n + 1}", n + 1));
            }
        }
    }
}
