using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>Erasure takes the slots, the snapshot and the change ids of a contact, and leaves every leaf, node and proof.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class ErasureConformance<TFixture> : StoreConformance<TFixture>
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

        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.At(9))], Cancellation);
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
        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.At(9))], Cancellation);
        var moved = new SnapshotWrite(ContactConsents.Suppressed(Ada, Given.Rules.Taxonomy, Given.At(20)), 1);
        await store.WriteAsync(new ConsentCommit { Snapshots = [moved] });

        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.At(9))], Cancellation);

        Assert.Equal(Given.At(20), (await store.FindAsync([new(Ada)], Cancellation))[0].Snapshot!.StateSince);
    }

    [Fact]
    public async Task An_entry_that_the_erasure_does_not_name_is_still_found()
    {
        var store = await WrittenAsync();
        await store.WriteAsync(Given.Reading(Ada, 3));

        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.At(9))], Cancellation);
        Assert.Equal([3], (await store.LogAsync(new() { Contact = Ada })).Select(e => e.Index));
        await store.EraseAsync([new(Ada, Guid.Empty, [new(3, 3)], null)], Cancellation);

        Assert.Empty(await store.LogAsync(new() { Contact = Ada }));
        Assert.Equal(Given.At(9), (await store.SnapshotOfAsync(Ada)).StateSince);
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
    public async Task A_suppressed_contact_is_known_by_its_id_and_met_by_no_scan()
    {
        var store = await WrittenAsync();

        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.At(9))], Cancellation);

        var found = (await store.FindAsync([new(Ada)], Cancellation))[0];
        Assert.Equal((ContactState.Suppressed, Given.At(9), 1), (found.Snapshot!.State, found.Snapshot.StateSince, found.Version));
        Assert.Equal([Bea], (await store.ScanAsync()).Select(c => c.Id));
        Assert.Equal(StoredContact.Nothing, (await store.FindAsync([new(Given.Contact("ADA"))], Cancellation))[0]);
    }

    [Fact]
    public async Task A_suppressed_contact_opens_anew_under_its_version_only()
    {
        var store = await WrittenAsync();
        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.At(9))], Cancellation);
        var anew = Given.First(Ada, "1", 30);

        Assert.IsType<CommitOutcome.Conflict>(await store.CommitOneAsync(anew));
        var outcome = await store.CommitOneAsync(anew with { Snapshots = [anew.Snapshots[0] with { ExpectedVersion = 1 }] });

        Assert.IsType<CommitOutcome.Committed>(outcome);
        var found = (await store.FindAsync([new(Ada, Given.Change("1"))], Cancellation))[0];
        Assert.Equal((ContactState.Open, 2), (found.Snapshot!.State, found.Version));
        Assert.Equal(3, found.Recorded!.Index);
        Assert.Equal([Ada, Bea], (await store.ScanAsync()).Select(c => c.Id));
    }

    [Fact]
    public async Task A_contact_that_a_batch_suppresses_is_so_for_its_later_commits()
    {
        var store = await CreateAsync();
        var suppression = new ConsentCommit { Snapshots = [new(ContactConsents.Suppressed(Ada, Given.Rules.Taxonomy, Given.At(9)), 0)] };
        var anew = Given.First(Ada, "1", 30);

        var outcomes = await store.CommitAsync([suppression, anew, anew with { Snapshots = [anew.Snapshots[0] with { ExpectedVersion = 1 }] }], Cancellation);

        Assert.Equal(new CommitOutcome.Conflict(Ada, 1), outcomes[1]);
        Assert.IsType<CommitOutcome.Committed>(outcomes[2]);
        Assert.Equal(2, (await store.FindAsync([new(Ada)], Cancellation))[0].Version);
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

    /// <summary>Two entries of Ada, one of Bea.</summary>
    private async ValueTask<IConsentStore> WrittenAsync()
    {
        var store = await CreateAsync();
        var first = Given.First(Ada, "1");
        await store.WriteAsync(first, first.Next("2", 1), Given.First(Bea, "1", 2));
        return store;
    }
}
