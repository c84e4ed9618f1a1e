using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>A reading of the log gives the entries that <see cref="LogQuery.Matches"/> wants, all of them, in order of their index.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class LogReadingConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Every_combination_of_conditions_gives_the_matching_entries_in_order()
    {
        var store = await CreateAsync();
        var log = await StoryAsync(store);
        long[] ends = [0, 1, 7, log.Length - 1, log.Length, log.Length + 5, long.MaxValue];
        bool[] either = [false, true];
        var queries =
            from @from in ends
            from to in ends
            from contact in new[] { default, Given.Contact("a"), Given.Contact("b"), Given.Contact("nobody") }
            from recordedBy in new Timestamp?[] { null, Given.At(-1), log[4].RecordedAt, log[^1].RecordedAt }
            from quarantinedOnly in either
            from type in new AuditEntryType?[] { null, AuditEntryType.Read }
            select new LogQuery { From = @from, To = to, Contact = contact, RecordedBy = recordedBy, QuarantinedOnly = quarantinedOnly, Type = type };

        foreach (var query in queries)
        {
            Assert.Equal(log.Where(query.Matches).Select(e => e.Index), (await store.LogAsync(query)).Select(e => e.Index));
        }
    }

    [Fact]
    public async Task Entries_come_out_as_they_were_logged()
    {
        var store = await CreateAsync();
        var log = await StoryAsync(store);

        Same.Entries(log, await store.LogAsync());
        Same.Entries(log.Where(e => e.Subject?.Contact == Given.Contact("a")), await store.LogAsync(new LogQuery { Contact = Given.Contact("a") }));
    }

    [Fact]
    public async Task Histories_read_together_are_those_read_one_by_one()
    {
        var store = await CreateAsync();
        await StoryAsync(store);
        if (store is not IContactHistories histories)
        {
            return;
        }

        ContactId[] contacts = [Given.Contact("b"), Given.Contact("nobody"), Given.Contact("a")];
        var together = await histories.HistoriesOfAsync(contacts, Cancellation);

        Assert.Equal(contacts.Length, together.Count);
        foreach (var (i, contact) in contacts.Index())
        {
            Same.Entries(await store.LogAsync(new LogQuery { Contact = contact }), together[i]);
        }

        Assert.Empty(await histories.HistoriesOfAsync([], Cancellation));
    }

    [Fact]
    public async Task A_contacts_history_holds_its_changes_its_links_and_the_readings_of_it()
    {
        var store = await CreateAsync();
        await StoryAsync(store);

        var types = (await store.LogAsync(new LogQuery { Contact = Given.Contact("a") })).Select(e => e.Type).Distinct();

        Assert.Equal([AuditEntryType.Changed, AuditEntryType.Read, AuditEntryType.Linked], types);
    }

    [Fact]
    public async Task The_quarantine_holds_the_asserted_yes_against_a_no()
    {
        var store = await CreateAsync();
        await StoryAsync(store);

        var quarantined = Assert.Single(await store.LogAsync(new LogQuery { QuarantinedOnly = true }));

        Assert.Equal(StatementEffect.WouldWeaken, Assert.Single(quarantined.Facts.Statements).Effect);
    }

    [Fact]
    public async Task A_reading_that_stops_early_leaves_the_store_in_order()
    {
        var store = await CreateAsync();
        var log = await StoryAsync(store);
        for (var n = 0; n < 20; n++)
        {
            await foreach (var entry in store.ReadLogAsync(LogQuery.Everything, Cancellation))
            {
                Assert.Equal(0, entry.Index);
                break;
            }
        }

        await store.WriteAsync(Given.Reading(default, 90));
        Assert.Equal(log.Length + 1, (await store.LogAsync()).Length);
    }

    [Fact]
    public async Task Reading_while_others_write_gives_every_entry_up_to_where_it_ends()
    {
        var store = await CreateAsync();
        await StoryAsync(store);
        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(
            async () =>
            {
                for (var n = 0; n < 25; n++)
                {
                    await store.WriteAsync(Given.First(Given.Contact($"{w}-{n}"), "1"));
                }
            },
            Cancellation)).ToList();

        do
        {
            var size = (await store.HeadAsync()).Size;
            var indexes = (await store.LogAsync()).Select(e => e.Index).ToList();
            Assert.True(indexes.Count >= size, "An entry that was in the log when the reading began is missing.");
            Assert.Equal(Enumerable.Range(0, indexes.Count).Select(i => (long)i), indexes);
        }
        while (!writers.TrueForAll(w => w.IsCompleted));

        await Task.WhenAll(writers);
    }

    /// <summary>Two contacts changed, read and linked, one quarantined statement, some entries about nobody.</summary>
    private static async Task<AuditEntry[]> StoryAsync(IConsentStore store)
    {
        var (a, b) = (Given.First(Given.Contact("a"), "1"), Given.First(Given.Contact("b"), "1"));
        var history = await store.WriteAsync(Given.Reading(default, 0), a, b, Given.Reading(a.Contact, 1), Given.Reading(b.Contact, 2));
        var asserted = ConsentChange.For(a.Contact).WithId(Given.Change("2")).Give(Purposes.Marketing.Automatic.Email, Given.At(3), Evidence.Asserted("file:1"));
        var weak = Given.Commit(a.Snapshots[0].Snapshot, 1, asserted, Given.At(3));
        history = [.. history, .. await store.WriteAsync(weak, b.Next("2", 4))];
        var link = Given.Linking(weak.Snapshots[0].Snapshot, 2, b.Next("2", 4).Snapshots[0].Snapshot, 2, history, "link", 5);
        return [.. history, .. await store.WriteAsync(link, Given.Reading(a.Contact, 6), Given.Reading(default, 7))];
    }
}
