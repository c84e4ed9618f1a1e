using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>A snapshot is replaced only if it is still the one that was read; else the outcome names the contact and its version now.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class ConflictConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(long.MaxValue)]
    public async Task A_version_that_is_not_the_one_on_record_conflicts(long expected)
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");
        var second = first.Next("2", 2);
        await store.WriteAsync(first, second);
        var third = second.Next("3", 3);

        var outcome = await store.CommitOneAsync(third with { Snapshots = [third.Snapshots[0] with { ExpectedVersion = expected }] });

        Same.Outcome(new CommitOutcome.Conflict(first.Contact, 2), outcome);
        Same.Snapshot(second.Snapshots[0].Snapshot, await store.SnapshotOfAsync(first.Contact));
    }

    [Fact]
    public async Task A_contact_of_whom_nothing_is_on_record_has_version_zero_and_no_other()
    {
        var store = await CreateAsync();
        var second = Given.First(Given.Contact("a"), "1").Next("2", 2);

        Same.Outcome(new CommitOutcome.Conflict(second.Contact, 0), await store.CommitOneAsync(second));
        Same.Contact(StoredContact.Nothing, await store.FindOneAsync(second.Contact, second.Change));
    }

    [Fact]
    public async Task Commits_of_one_batch_apply_in_order_and_see_each_other()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");
        var rival = Given.First(Given.Contact("a"), "rival", 1);
        var second = first.Next("2", 2);

        var outcomes = await store.CommitManyAsync(first, rival, second);

        Assert.IsType<CommitOutcome.Committed>(outcomes[0]);
        Same.Outcome(new CommitOutcome.Conflict(first.Contact, 1), outcomes[1]);
        Assert.IsType<CommitOutcome.Committed>(outcomes[2]);
        Assert.Equal(2, (await store.FindOneAsync(first.Contact)).Version);
    }

    [Fact]
    public async Task Any_of_several_snapshots_can_conflict()
    {
        var store = await CreateAsync();
        var (a, b, c) = (Given.First(Given.Contact("a"), "1"), Given.First(Given.Contact("b"), "1"), Given.First(Given.Contact("c"), "1"));
        await store.WriteAsync(b);

        Same.Outcome(new CommitOutcome.Conflict(b.Contact, 1), await store.CommitOneAsync(a with { Snapshots = [.. a.Snapshots, .. b.Snapshots, .. c.Snapshots] }));
        Assert.Equal([b.Contact], (await store.ScanAsync()).Select(s => s.Id));
    }

    [Fact]
    public async Task Entries_without_a_snapshot_never_conflict()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");

        await store.WriteAsync(Given.Reading(first.Contact, 1), first, Given.Reading(first.Contact, 2), first.Next("2", 3));

        Assert.Equal(2, (await store.FindOneAsync(first.Contact)).Version);
        Assert.Equal(4, (await store.HeadAsync()).Size);
    }

    [Fact]
    public async Task A_linked_contacts_snapshot_moves_without_an_entry_of_its_own()
    {
        var store = await CreateAsync();
        var (a, b) = (Given.First(Given.Contact("a"), "1"), Given.First(Given.Contact("b"), "1"));
        await store.WriteAsync(a, b);
        var next = a.Next("2", 2);

        await store.WriteAsync(next with { Snapshots = [.. next.Snapshots, new(b.Snapshots[0].Snapshot, 1)] });

        Same.Outcome(new CommitOutcome.Conflict(b.Contact, 2), await store.CommitOneAsync(b.Next("3", 3)));
    }

    [Fact]
    public async Task After_reading_again_the_commit_succeeds()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");
        await store.WriteAsync(first);
        var late = Given.First(Given.Contact("a"), "2", 2);
        var conflict = Assert.IsType<CommitOutcome.Conflict>(await store.CommitOneAsync(late));

        await store.WriteAsync(Given.Commit(await store.SnapshotOfAsync(late.Contact), conflict.ActualVersion, Given.Withdrawal(late.Contact, "2", 2), Given.At(2)));

        Assert.Equal(2, (await store.SnapshotOfAsync(late.Contact)).Revision.Number);
    }
}
