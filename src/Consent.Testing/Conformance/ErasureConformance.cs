using Consent.Auditing;
using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>Erasure takes the slots, the snapshot and the change ids of a contact, and leaves every leaf, node and proof.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract partial class ErasureConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static ContactId Ada => Given.Contact("ada");

    private static ContactId Bea => Given.Contact("bea");

    [Fact]
    public async Task Nothing_of_an_erased_contact_is_found_and_others_stay()
    {
        var store = await WrittenAsync();

        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], null)], Cancellation);

        Assert.Equal(StoredContact.Nothing, (await store.FindAsync([new(Ada, Given.Change("1"))], Cancellation))[0]);
        Assert.Equal([2], (await store.LogAsync()).Select(e => e.Index));
        Assert.Empty(await store.LogAsync(new() { Contact = Ada }));
        Assert.Equal([Bea], (await store.ScanAsync()).Select(c => c.Id));
        Assert.NotNull((await store.FindAsync([new(Bea, Given.Change("1"))], Cancellation))[0].Recorded);
    }

    [Fact]
    public async Task Every_proof_stays_valid()
    {
        var store = await WrittenAsync();
        var before = await store.SealedAsync();
        var head = await store.TreeHeadAsync(3);

        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.Closing(Ada, 9))], Cancellation);
        await store.WriteAsync(Given.Reading(default, 10));

        var after = await store.SealedAsync();
        Assert.Equal(before.Select(e => e.Leaf), after.Take(3).Select(e => e.Leaf));
        Assert.Equal([true, true, false, false], after.Select(e => e.IsErased));
        Assert.Equal(head, await store.TreeHeadAsync(3));
        Assert.True((await store.PlannedAsync(ProofPlan.Inclusion(0, 4))).Verify(before[0].Leaf.Hash(), await store.TreeHeadAsync(4)));
        Assert.True((await store.PlannedAsync(ProofPlan.Consistency(3, 4))).Verify(head, await store.TreeHeadAsync(4)));
    }

    [Fact]
    public async Task Erasing_again_changes_nothing()
    {
        var store = await WrittenAsync();
        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.Closing(Ada, 9))], Cancellation);
        var moved = new SnapshotWrite(Given.Closed(Ada, 20), 3);
        await store.WriteAsync(new ConsentCommit { Snapshots = [moved] });

        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.Closing(Ada, 9))], Cancellation);

        Assert.Equal(Given.Closing(Ada, 20), (await store.SnapshotOfAsync(Ada)).Closing);
    }

    [Fact]
    public async Task An_entry_that_the_erasure_does_not_name_is_still_found()
    {
        var store = await WrittenAsync();
        await store.WriteAsync(Given.Reading(Ada, 3));

        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.Closing(Ada, 9))], Cancellation);
        Assert.Equal([3], (await store.LogAsync(new() { Contact = Ada })).Select(e => e.Index));
        await store.EraseAsync([new(Ada, Guid.Empty, [new(3, 3)], Given.Closing(Ada, 9))], Cancellation);

        Assert.Empty(await store.LogAsync(new() { Contact = Ada }));
        Assert.Equal(Given.Closing(Ada, 9), (await store.SnapshotOfAsync(Ada)).Closing);
    }

    [Fact]
    public async Task A_new_life_of_the_id_outlives_a_repeated_erasure_of_the_old_one()
    {
        var store = await WrittenAsync();
        var erasure = new ContactErasure(Ada, Given.IncarnationOf(Ada), [new(0, 1)], null);
        await store.EraseAsync([erasure], Cancellation);
        var change = Given.Withdrawal(Ada, "1", 30);
        var applied = Given.Nothing(Ada).Apply(change, Given.Rules, new(Given.At(30), Given.Client, ChangePort.Bulk, Guid.AllBitsSet));
        await store.WriteAsync(new ConsentCommit { Contact = Ada, Change = change.Id!.Value, Entries = [applied.Entry!], Snapshots = [new(applied.Changed[0], 0)] });

        await store.EraseAsync([erasure], Cancellation);

        Assert.Equal(Guid.AllBitsSet, (await store.SnapshotOfAsync(Ada)).Revision.Incarnation);
        Assert.Equal([2, 3], (await store.LogAsync()).Select(e => e.Index));
    }

    [Fact]
    public async Task Who_read_the_record_before_it_was_erased_writes_nothing_over_what_is_kept()
    {
        var store = await WrittenAsync();
        await store.EraseAsync([new(Bea, Given.IncarnationOf(Bea), [new(2, 2)], Given.Closing(Bea, 9))], Cancellation);

        Assert.IsType<CommitOutcome.Conflict>(await store.CommitOneAsync(Given.First(Bea, "1", 2).Next("2", 3)));
        Assert.Equal(Given.Closing(Bea, 9), (await store.SnapshotOfAsync(Bea)).Closing);
    }

    [Fact]
    public async Task Who_read_a_life_that_was_forgotten_wholly_writes_nothing_over_the_next_one()
    {
        var store = await WrittenAsync();
        var read = (await store.FindAsync([new(Bea)], Cancellation))[0];
        await store.EraseAsync([new(Bea, Given.IncarnationOf(Bea), [new(2, 2)], null)], Cancellation);
        await store.WriteAsync(Given.First(Bea, "anew", 30));
        var next = Given.First(Bea, "1", 2).Next("2", 3);

        // The next life has come to the version that was read.
        Assert.Equal(read.Version, (await store.FindAsync([new(Bea)], Cancellation))[0].Version);
        Assert.IsType<CommitOutcome.Conflict>(await store.CommitOneAsync(next with { Snapshots = [next.Snapshots[0] with { ExpectedLastEntry = read.LastEntry }] }));
        var now = (await store.FindAsync([new(Bea)], Cancellation))[0];
        Assert.IsType<CommitOutcome.Committed>(await store.CommitOneAsync(next with { Snapshots = [next.Snapshots[0] with { ExpectedLastEntry = now.LastEntry }] }));
    }

    [Fact]
    public async Task A_forgotten_contact_begins_like_any_other()
    {
        var store = await WrittenAsync();
        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], null)], Cancellation);

        Assert.IsType<CommitOutcome.Committed>(await store.CommitOneAsync(Given.First(Ada, "1", 30)));
        Assert.Equal([3], (await store.LogAsync(new() { Contact = Ada })).Select(e => e.Index));
    }

    [Fact]
    public async Task An_entry_of_somebody_else_can_be_erased_with_it()
    {
        var store = await WrittenAsync();

        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 2)], null)], Cancellation);

        var found = (await store.FindAsync([new(Bea, Given.Change("1"))], Cancellation))[0];
        Assert.Equal((1, null), (found.Version, found.Recorded));
        Assert.Empty(await store.LogAsync(new() { Contact = Bea }));
    }

    [Fact]
    public async Task Who_was_overtaken_takes_nothing_away()
    {
        var store = await WrittenAsync();
        var (ada, bea) = ((await store.FindOneAsync(Ada)).Version, (await store.FindOneAsync(Bea)).Version);
        var before = await store.LogAsync();

        // Somebody else marked Bea once more.
        await store.WriteAsync(new ConsentCommit { Snapshots = [new((await store.SnapshotOfAsync(Bea)).Erasing(), bea)] });
        ContactErasure[] stale =
        [
            new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.Closing(Ada, 9)) { Version = ada },
            new(Bea, Given.IncarnationOf(Bea), [new(2, 2)], Given.Closing(Bea, 9)) { Version = bea },
        ];

        Assert.False(await store.EraseAsync(stale, Cancellation));
        Assert.Equal(before, await store.LogAsync());
        Assert.Equal([Ada, Bea], (await store.ScanAsync()).Select(c => c.Id));

        Assert.True(await store.EraseAsync([stale[0], stale[1] with { Closed = Given.Closing(Bea, 20), Version = bea + 1 }], Cancellation));
        Assert.Empty(await store.ScanAsync());

        // What is gone stays gone, whoever says it again, and under whichever mark.
        Assert.True(await store.EraseAsync(stale, Cancellation));
        Assert.Equal(Given.Closing(Bea, 20), (await store.SnapshotOfAsync(Bea)).Closing);
    }

    [Fact]
    public async Task A_later_life_of_an_id_is_no_mark_that_differs()
    {
        var store = await WrittenAsync();
        var erasure = new ContactErasure(Ada, Given.IncarnationOf(Ada), [new(0, 1)], null) { Version = 2 };
        await store.EraseAsync([erasure], Cancellation);
        var applied = Given.Nothing(Ada).Apply(Given.Withdrawal(Ada, "1", 30), Given.Rules, new(Given.At(30), Given.Client, ChangePort.Bulk, Guid.AllBitsSet));
        await store.WriteAsync(new ConsentCommit { Contact = Ada, Change = Given.Change("1"), Entries = [applied.Entry!], Snapshots = [new(applied.Changed[0], 0)] });

        Assert.True(await store.EraseAsync([erasure], Cancellation));
        Assert.Equal(Guid.AllBitsSet, (await store.SnapshotOfAsync(Ada)).Revision.Incarnation);
    }

    /// <summary>Two entries of Ada, one of Bea.</summary>
    private async ValueTask<IConsentStore> WrittenAsync()
    {
        var store = await CreateAsync();
        var first = Given.First(Ada, "1");
        await store.WriteAsync(first, first.Next("2", 1), Given.First(Bea, "1", 2));
        return store;
    }
}
