using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>A change id is recorded once in a contact's history; whoever repeats it is shown the entry that has it.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class IdempotencyConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_repeated_commit_is_recognised_by_its_change_id()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");
        var logged = await store.WriteAsync(first);

        Same.Outcome(new CommitOutcome.AlreadyRecorded(logged[0]), await store.CommitOneAsync(first));
        Assert.Equal(1, (await store.HeadAsync()).Size);
    }

    [Fact]
    public async Task A_repetition_is_recognised_also_when_the_contact_moved_on()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");
        var logged = await store.WriteAsync(first, first.Next("2", 2), first.Next("2", 2).Next("3", 3));

        Same.Outcome(new CommitOutcome.AlreadyRecorded(logged[0]), await store.CommitOneAsync(first));
        Same.Outcome(new CommitOutcome.AlreadyRecorded(logged[1]), await store.CommitOneAsync(first.Next("2", 2).Next("3", 3).Next("2", 9)));
    }

    [Fact]
    public async Task A_repetition_within_one_batch_is_recognised()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");

        var outcomes = await store.CommitManyAsync(first, first);

        var committed = Assert.IsType<CommitOutcome.Committed>(outcomes[0]);
        Same.Outcome(new CommitOutcome.AlreadyRecorded(committed.Entries[0]), outcomes[1]);
    }

    [Fact]
    public async Task A_change_whose_entry_went_with_somebody_elses_erasure_is_recorded_again_and_known_again()
    {
        var store = await CreateAsync();
        var (ada, bea) = (Given.First(Given.Contact("a"), "1"), Given.First(Given.Contact("b"), "2"));
        var said = ada.Next("3", 2);
        await store.WriteAsync(ada, said, bea);
        await store.EraseAsync([new(Given.Contact("b"), Given.IncarnationOf(Given.Contact("b")), [new(1, 2)], null)], Cancellation);

        var again = said.Next("3", 5);
        var logged = await store.WriteAsync(again);

        Same.Outcome(new CommitOutcome.AlreadyRecorded(logged[0]), await store.CommitOneAsync(again.Next("3", 9)));
    }

    [Fact]
    public async Task Without_a_contact_a_change_id_asks_for_nothing()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1") with { Contact = default };

        Assert.IsType<CommitOutcome.Committed>(await store.CommitOneAsync(first));
        Same.Outcome(new CommitOutcome.Conflict(Given.Contact("a"), 1), await store.CommitOneAsync(first));
    }

    [Fact]
    public async Task The_same_id_in_another_contacts_history_is_another_change()
    {
        var store = await CreateAsync();

        await store.WriteAsync(Given.First(Given.Contact("a"), "1"), Given.First(Given.Contact("b"), "1"));

        Assert.Equal(2, (await store.HeadAsync()).Size);
    }

    [Fact]
    public async Task A_change_id_counts_in_the_history_of_every_contact_that_has_an_entry_with_it()
    {
        var store = await CreateAsync();
        var (a, b) = (Given.First(Given.Contact("a"), "1"), Given.First(Given.Contact("b"), "1"));
        var history = await store.WriteAsync(a, b);

        var logged = await store.WriteAsync(Given.Linking(a.Snapshots[0].Snapshot, 1, b.Snapshots[0].Snapshot, 1, history, "link", 5));

        Same.Entry(logged[0], (await store.FindOneAsync(a.Contact, Given.Change("link"))).Recorded);
        Same.Entry(logged[1], (await store.FindOneAsync(b.Contact, Given.Change("link"))).Recorded);
        Same.Outcome(new CommitOutcome.AlreadyRecorded(logged[1]), await store.CommitOneAsync(b.Next("link", 6)));
    }

    [Fact]
    public async Task A_conflict_does_not_use_a_change_id_up()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");
        await store.WriteAsync(first);
        Assert.IsType<CommitOutcome.Conflict>(await store.CommitOneAsync(Given.First(Given.Contact("a"), "2", 2)));

        Assert.Null((await store.FindOneAsync(first.Contact, Given.Change("2"))).Recorded);
        await store.WriteAsync(first.Next("2", 2));
    }

    [Fact]
    public async Task Commits_without_a_change_id_are_never_repetitions()
    {
        var store = await CreateAsync();
        var reading = Given.Reading(Given.Contact("a"), 1);

        await store.WriteAsync(reading, reading);
        await store.WriteAsync(reading);

        Assert.Equal(3, (await store.HeadAsync()).Size);
    }

    [Fact]
    public async Task Of_64_that_commit_the_same_change_at_once_one_records_it()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => store.CommitOneAsync(first), Cancellation)));

        var committed = Assert.Single(outcomes.OfType<CommitOutcome.Committed>());
        Assert.All(outcomes.Where(o => o != committed), o => Same.Outcome(new CommitOutcome.AlreadyRecorded(committed.Entries[0]), o));
        Assert.Equal(1, (await store.HeadAsync()).Size);
    }
}
