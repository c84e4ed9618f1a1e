using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>A contact's record is found as it was last committed, at its version, beside the entry of the change id asked for.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class SnapshotConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_contact_of_whom_nothing_is_on_record_has_no_snapshot_and_version_zero()
    {
        var store = await CreateAsync();

        Same.Contact(StoredContact.Nothing, await store.FindOneAsync(Given.Contact("nobody"), Given.Change("none")));
    }

    [Fact]
    public async Task What_was_committed_is_found_again()
    {
        var store = await CreateAsync();
        var commit = Given.First(Given.Contact("a"), "1");

        await store.WriteAsync(commit);

        var found = await store.FindOneAsync(commit.Contact);
        Same.Snapshot(commit.Snapshots[0].Snapshot, found.Snapshot);
        Assert.Equal(1, found.Version);
    }

    [Fact]
    public async Task A_later_commit_replaces_the_snapshot_and_moves_the_version_by_one()
    {
        var store = await CreateAsync();
        var commit = Given.First(Given.Contact("a"), "1");
        await store.WriteAsync(commit);
        for (var n = 2; n <= 5; n++)
        {
            commit = commit.Next($"{n}", n);

            await store.WriteAsync(commit);

            var found = await store.FindOneAsync(commit.Contact);
            Same.Snapshot(commit.Snapshots[0].Snapshot, found.Snapshot);
            Assert.Equal(n, found.Version);
        }
    }

    [Fact]
    public async Task Every_lookup_is_answered_in_its_own_place()
    {
        var store = await CreateAsync();
        ConsentCommit[] commits = [.. Enumerable.Range(0, 5).Select(n => Given.First(Given.Contact(n), $"change-{n}"))];
        await store.WriteAsync(commits);
        int[] asked = [3, 0, 9, 3, 4, 1, 9];

        var found = await store.FindAsync([.. asked.Select(n => new ContactLookup(Given.Contact(n)))], Cancellation);

        Assert.Equal(asked.Length, found.Count);
        for (var i = 0; i < asked.Length; i++)
        {
            var expected = asked[i] < commits.Length ? commits[asked[i]].Snapshots[0].Snapshot : null;
            Assert.Equal(Rendering.Of(expected), Rendering.Of(found[i].Snapshot));
        }
    }

    [Fact]
    public async Task No_lookup_has_no_answer_and_an_empty_batch_no_outcome()
    {
        var store = await CreateAsync();

        Assert.Empty(await store.FindAsync([], Cancellation));
        Assert.Empty(await store.CommitAsync([], Cancellation));
    }

    [Fact]
    public async Task The_entry_of_a_change_id_is_found_when_asked_for_and_only_in_its_contacts_history()
    {
        var store = await CreateAsync();
        var commit = Given.First(Given.Contact("a"), "1");
        var logged = await store.WriteAsync(commit, Given.First(Given.Contact("b"), "2"), commit.Next("3", 3));

        Same.Entry(logged[0], (await store.FindOneAsync(commit.Contact, Given.Change("1"))).Recorded);
        Same.Entry(logged[2], (await store.FindOneAsync(commit.Contact, Given.Change("3"))).Recorded);
        Assert.Null((await store.FindOneAsync(commit.Contact)).Recorded);
        Assert.Null((await store.FindOneAsync(commit.Contact, Given.Change("2"))).Recorded);
        Assert.Null((await store.FindOneAsync(Given.Contact("nobody"), Given.Change("1"))).Recorded);
    }

    [Fact]
    public async Task One_contact_may_be_asked_for_two_change_ids_at_once()
    {
        var store = await CreateAsync();
        var commit = Given.First(Given.Contact("a"), "1");
        var logged = await store.WriteAsync(commit, commit.Next("2", 2));

        var found = await store.FindAsync([new(commit.Contact, Given.Change("2")), new(commit.Contact, Given.Change("1")), new(commit.Contact)], Cancellation);

        Same.Entry(logged[1], found[0].Recorded);
        Same.Entry(logged[0], found[1].Recorded);
        Assert.Null(found[2].Recorded);
        Assert.All(found, f => Assert.Equal(2, f.Version));
    }

    [Fact]
    public async Task A_reading_leaves_neither_snapshot_nor_version()
    {
        var store = await CreateAsync();

        await store.WriteAsync(Given.Reading(Given.Contact("a"), 1));

        Same.Contact(StoredContact.Nothing, await store.FindOneAsync(Given.Contact("a")));
    }

    [Fact]
    public async Task Linked_contacts_keep_what_was_said_of_each_apart_from_what_counts_for_each()
    {
        var store = await CreateAsync();
        var (one, other) = (Given.First(Given.Contact("a"), "1"), Given.First(Given.Contact("b"), "2"));
        var history = await store.WriteAsync(one, other);
        var link = Given.Linking(one.Snapshots[0].Snapshot, 1, other.Snapshots[0].Snapshot, 1, history, "link", 10);
        await store.WriteAsync(link);
        var person = PersonConsents.Of(link.Snapshots.Select(s => s.Snapshot));
        var later = person.Apply(Given.Withdrawal(one.Contact, "3", 20), Given.Rules, Given.RecordedAt(Given.At(20), one.Contact));

        await store.WriteAsync(new ConsentCommit
        {
            Contact = one.Contact,
            Change = Given.Change("3"),
            Entries = [later.Entry!],
            Snapshots = [.. later.Changed.Select(c => new SnapshotWrite(c, 2))],
        });

        var found = await store.SnapshotOfAsync(other.Contact);
        Same.Snapshot(later.After[one.Contact], await store.SnapshotOfAsync(one.Contact));
        Same.Snapshot(later.After[other.Contact], found);
        Assert.NotEqual(found.Flags, found.OwnFlags);
    }

    [Fact]
    public async Task A_closed_id_keeps_its_kind_its_date_and_its_links()
    {
        var store = await CreateAsync();
        var closed = Given.Closed(Given.Contact("a"), 7, Sha256Digest.OfText("b"));

        await store.WriteAsync(new ConsentCommit { Snapshots = [new(closed, 0)] });

        Same.Snapshot(closed, await store.SnapshotOfAsync(closed.Id));
    }
}
