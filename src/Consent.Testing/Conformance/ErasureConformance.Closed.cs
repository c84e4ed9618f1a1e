using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <content>Ids that are closed, and opened again.</content>
public abstract partial class ErasureConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_closed_id_is_known_by_its_id_and_met_by_no_scan()
    {
        var store = await WrittenAsync();

        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.Closing(Ada, 9))], Cancellation);

        var found = (await store.FindAsync([new(Ada)], Cancellation))[0];
        Assert.Equal((ContactState.Closed, Given.Closing(Ada, 9), 3), (found.Snapshot!.State, found.Snapshot.Closing, found.Version));
        Assert.Equal([Bea], (await store.ScanAsync()).Select(c => c.Id));
        Assert.Equal(StoredContact.Nothing, (await store.FindAsync([new(Given.Contact("ADA"))], Cancellation))[0]);
    }

    [Fact]
    public async Task A_closed_id_opens_anew_under_its_version_only()
    {
        var store = await WrittenAsync();
        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.Closing(Ada, 9))], Cancellation);
        var anew = Given.First(Ada, "1", 30);

        Assert.IsType<CommitOutcome.Conflict>(await store.CommitOneAsync(anew));
        var outcome = await store.CommitOneAsync(anew with { Snapshots = [anew.Snapshots[0] with { ExpectedVersion = 3 }] });

        Assert.IsType<CommitOutcome.Committed>(outcome);
        var found = (await store.FindAsync([new(Ada, Given.Change("1"))], Cancellation))[0];
        Assert.Equal((ContactState.Open, 4), (found.Snapshot!.State, found.Version));
        Assert.Equal(3, found.Recorded!.Index);
        Assert.Equal([Ada, Bea], (await store.ScanAsync()).Select(c => c.Id));
    }

    [Theory]
    [InlineData(ClosedKind.Erased)]
    [InlineData(ClosedKind.NeverContact)]
    public async Task A_closed_id_is_found_by_its_digest_with_all_that_is_kept_of_it(ClosedKind kind)
    {
        var store = await WrittenAsync();
        var digest = await store.DigestOfAsync(Ada, Cancellation);
        var bea = await store.DigestOfAsync(Bea, Cancellation);
        var closed = new ClosedId(digest, kind, Given.At(9));

        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], closed) { Linked = [bea] }], Cancellation);

        var named = await store.SnapshotOfAsync(closed.Name);
        Assert.Equal((closed, ContactState.Closed, closed.Name), (named.Closing, named.State, named.Id));
        Assert.Equal([bea], named.LinkedDigests());
        Same.Snapshot(ContactConsents.Closed(Ada, Given.Rules.Taxonomy, closed, bea), await store.SnapshotOfAsync(Ada));
        Assert.NotEqual(digest, bea);
        Assert.Equal(digest, await store.DigestOfAsync(closed.Name, Cancellation));
        Assert.Equal(StoredContact.Nothing, (await store.FindAsync([new(ClosedId.NameOf(bea))], Cancellation))[0]);
    }

    [Fact]
    public async Task A_closed_id_is_moved_under_its_name_as_under_its_id()
    {
        var store = await WrittenAsync();
        var closed = new ClosedId(await store.DigestOfAsync(Ada, Cancellation), ClosedKind.Erased, Given.At(9));
        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], closed)], Cancellation);
        var moved = closed.And(ClosedKind.NeverContact, Given.At(20));

        Assert.IsType<CommitOutcome.Conflict>(await store.CommitOneAsync(new ConsentCommit { Snapshots = [new(ContactConsents.Closed(closed.Name, Given.Rules.Taxonomy, moved), 0)] }));
        await store.WriteAsync(new ConsentCommit { Snapshots = [new(ContactConsents.Closed(closed.Name, Given.Rules.Taxonomy, moved), 3)] });

        var found = (await store.FindAsync([new(Ada)], Cancellation))[0];
        Assert.Equal((moved, 4), (found.Snapshot!.Closing, found.Version));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_kept_of_a_closed_id_goes_too_where_nothing_is_to_be_kept(bool byName)
    {
        var store = await WrittenAsync();
        var closed = new ClosedId(await store.DigestOfAsync(Ada, Cancellation), ClosedKind.NeverContact, Given.At(9));
        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], closed)], Cancellation);

        await store.EraseAsync([new(byName ? closed.Name : Ada, Guid.Empty, [], null)], Cancellation);

        Assert.Equal(StoredContact.Nothing, (await store.FindAsync([new(Ada)], Cancellation))[0]);
        Assert.Equal(StoredContact.Nothing, (await store.FindAsync([new(closed.Name)], Cancellation))[0]);
        Assert.IsType<CommitOutcome.Committed>(await store.CommitOneAsync(Given.First(Ada, "1", 30)));
    }

    [Fact]
    public async Task An_id_that_was_opened_again_keeps_what_it_was_closed_with()
    {
        var store = await WrittenAsync();
        var closed = new ClosedId(await store.DigestOfAsync(Ada, Cancellation), ClosedKind.NeverContact, Given.At(9));
        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], closed)], Cancellation);
        var give = ConsentChange.For(Ada).WithId(Given.Change("1")).Give(Purposes.Marketing.Automatic.Email, Given.At(30), Evidence.WebForm("https://shop.example/", null));
        var applied = (await store.SnapshotOfAsync(Ada)).Apply(give, Given.Rules, new(Given.At(30), Actor.ForSelf(Ada), ChangePort.OneContact, Guid.AllBitsSet));

        await store.WriteAsync(new ConsentCommit { Contact = Ada, Change = Given.Change("1"), Entries = [applied.Entry!], Snapshots = [new(applied.Changed[0], 3)] });
        await store.EraseAsync([new(Ada, Guid.Empty, [], null)], Cancellation);

        Same.Snapshot(applied.Changed[0], await store.SnapshotOfAsync(Ada));
        Assert.Equal((ContactState.Open, closed), ((await store.SnapshotOfAsync(Ada)).State, (await store.SnapshotOfAsync(Ada)).Closing));
        Assert.Equal(StoredContact.Nothing, (await store.FindAsync([new(closed.Name)], Cancellation))[0]);
    }

    [Fact]
    public async Task An_id_that_a_batch_closes_is_so_for_its_later_commits()
    {
        var store = await CreateAsync();
        var closing = new ConsentCommit { Snapshots = [new(Given.Closed(Ada, 9), 0)] };
        var anew = Given.First(Ada, "1", 30);

        var outcomes = await store.CommitAsync([closing, anew, anew with { Snapshots = [anew.Snapshots[0] with { ExpectedVersion = 1 }] }], Cancellation);

        Assert.Equal(new CommitOutcome.Conflict(Ada, 1), outcomes[1]);
        Assert.IsType<CommitOutcome.Committed>(outcomes[2]);
        Assert.Equal(2, (await store.FindAsync([new(Ada)], Cancellation))[0].Version);
    }

    [Fact]
    public async Task A_closed_id_that_moved_meanwhile_is_not_forgotten()
    {
        var store = await WrittenAsync();
        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 1)], Given.Closing(Ada, 9))], Cancellation);
        await store.WriteAsync(new ConsentCommit { Snapshots = [new(Given.Closed(Ada, 20), 3)] });

        Assert.False(await store.EraseAsync([new(Ada, Guid.Empty, [], null) { Version = 3 }], Cancellation));
        Assert.Equal(Given.Closing(Ada, 20), (await store.SnapshotOfAsync(Ada)).Closing);
        Assert.True(await store.EraseAsync([new(Ada, Guid.Empty, [], null) { Version = 4 }], Cancellation));
        Assert.Equal(StoredContact.Nothing, await store.FindOneAsync(Ada));
        Assert.True(await store.EraseAsync([new(Ada, Guid.Empty, [], null) { Version = 4 }], Cancellation));
    }
}
