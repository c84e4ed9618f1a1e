using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>The log has one order without gaps, and the time recorded never falls along it.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class OrderingConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task An_empty_log_has_size_zero_and_no_last_time()
    {
        var store = await CreateAsync();

        Assert.Equal(new LogHead(0, null), await store.HeadAsync());
        Assert.Empty(await store.LogAsync());
    }

    [Fact]
    public async Task Indexes_count_up_from_zero_across_commits_batches_conflicts_and_repetitions()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");
        var bad = first.Next("bad", 1) with { Snapshots = [first.Snapshots[0] with { ExpectedVersion = 7 }] };

        await store.CommitManyAsync(first, bad, first, first.Next("2", 2));
        await store.CommitOneAsync(bad);
        await store.CommitManyAsync(first, Given.Reading(first.Contact, 3), bad, Given.First(Given.Contact("b"), "1", 4));

        var log = await store.LogAsync();
        Assert.Equal([0, 1, 2, 3], log.Select(e => e.Index));
        Assert.Equal(new LogHead(4, Given.At(4)), await store.HeadAsync());
    }

    [Fact]
    public async Task The_outcome_tells_the_entries_as_they_stand_in_the_log()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1", 50);

        var logged = await store.WriteAsync(first, first.Next("2", 10), Given.Reading(default, 20));

        Same.Entries(await store.LogAsync(), logged);
        Same.Entry(first.Entries[0].Logged(0, Timestamp.MinValue), logged[0]);
    }

    [Fact]
    public async Task Every_entry_names_the_one_before_it_in_its_contacts_history_and_readings_are_never_named()
    {
        var store = await CreateAsync();
        var (a, b) = (Given.First(Given.Contact("a"), "1"), Given.First(Given.Contact("b"), "1", 1));
        var next = a.Next("2", 3);
        await store.WriteAsync(a, b, Given.Reading(a.Contact, 2));
        await store.WriteAsync(next, next.Next("3", 4));
        await store.WriteAsync(Given.Reading(b.Contact, 5), b.Next("2", 6));

        Assert.Equal([-1, -1, 0, 0, 3, 1, 1], (await store.LogAsync()).Select(e => e.Subject!.Previous));
        Assert.Equal((4, 6), ((await store.FindOneAsync(a.Contact)).LastEntry, (await store.FindOneAsync(b.Contact)).LastEntry));
    }

    [Fact]
    public async Task An_id_that_is_opened_again_begins_anew()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");
        await store.WriteAsync(first, Given.Reading(first.Contact, 2));
        await store.EraseAsync([new(first.Contact, Given.IncarnationOf(first.Contact), [new(0, 0)], Given.Closing(first.Contact, 9))], Cancellation);

        Assert.Equal(-1, (await store.FindOneAsync(first.Contact)).LastEntry);
        var anew = Given.First(first.Contact, "2", 30);
        var logged = await store.WriteAsync(anew with { Snapshots = [anew.Snapshots[0] with { ExpectedVersion = 2 }] });

        Assert.Equal((-1, 2), (logged[0].Subject!.Previous, (await store.FindOneAsync(first.Contact)).LastEntry));
    }

    [Fact]
    public async Task The_entries_of_a_commit_stand_together_in_their_order()
    {
        var store = await CreateAsync();
        var commits = Enumerable.Range(0, 16).Select(n => new ConsentCommit
        {
            Entries = [.. Enumerable.Range(0, 4).Select(i => Given.ReadingEntry(Given.Contact($"{n}-{i}"), i))],
        });

        await Task.WhenAll(commits.Select(c => Task.Run(() => store.WriteAsync(c), Cancellation)));

        foreach (var together in (await store.LogAsync()).Chunk(4))
        {
            var writer = together[0].Subject!.Contact.Value.Split('-')[0];
            Assert.Equal(Enumerable.Range(0, 4).Select(i => Given.Contact($"{writer}-{i}")), together.Select(e => e.Subject!.Contact));
        }
    }

    [Fact]
    public async Task The_time_recorded_never_falls_also_when_the_clock_does()
    {
        var store = await CreateAsync();
        int[] clock = [5, 3, 8, 8, 1, 9];
        int[] recorded = [5, 5, 8, 8, 8, 9];
        foreach (var minute in clock)
        {
            await store.WriteAsync(Given.Reading(Given.Contact("a"), minute));
        }

        Assert.Equal(recorded.Select(Given.At), (await store.LogAsync()).Select(e => e.RecordedAt));
        Assert.Equal(Given.At(9), (await store.HeadAsync()).LastRecordedAt);
    }

    [Fact]
    public async Task The_time_recorded_never_falls_within_a_batch_or_a_commit()
    {
        var store = await CreateAsync();
        var reading = Given.Reading(Given.Contact("a"), 5) with { Entries = [Given.ReadingEntry(default, 5), Given.ReadingEntry(default, 2), Given.ReadingEntry(default, 6)] };

        await store.WriteAsync(reading, Given.Reading(Given.Contact("a"), 1));

        Assert.Equal([Given.At(5), Given.At(5), Given.At(6), Given.At(6)], (await store.LogAsync()).Select(e => e.RecordedAt));
    }

    [Fact]
    public async Task An_index_that_an_entry_brings_along_is_not_taken()
    {
        var store = await CreateAsync();

        var logged = await store.WriteAsync(new ConsentCommit { Entries = [Given.ReadingEntry(default, 1) with { Index = 41 }] });

        Assert.Equal(0, logged[0].Index);
        Assert.Equal(0, Assert.Single(await store.LogAsync()).Index);
    }
}
