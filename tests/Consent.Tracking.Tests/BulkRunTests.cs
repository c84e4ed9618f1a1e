using static Consent.Tracking.Tests.TrackingHost;

namespace Consent.Tracking.Tests;

public sealed partial class BulkRunTests
{
    private readonly TrackingHost _host = new();

    private ActingBulk Bulk => _host.Bulk.As(Client);

    [Fact]
    public async Task A_no_written_while_a_batch_commits_is_not_overwritten()
    {
        await _host.ApplyAsync(Give());
        _host.Store.BeforeCommit = async () =>
        {
            // Somebody else gets between the reading and the writing of the batch.
            await _host.ApplyAsync(Withdraw(node: Sms, id: "between"));
        };

        await Bulk.Apply(Stream(Give(id: "a", day: -10), Give(id: "b", day: -9), Give(id: "c", day: -8))).CompleteAsync(Token);

        var record = await _host.GetAsync();
        Assert.Equal(FlagValue.Inactive, record[Sms].Status);
        Assert.Equal(5, record.Revision.Number);
        Assert.True(record.SaysTheSameAs(PersonConsents.Fold([Contact()], record.Taxonomy, await _host.LogAsync())[Contact()]));
    }

    [Fact]
    public async Task Several_changes_of_one_contact_in_a_batch_apply_in_order()
    {
        var report = await Bulk.Apply(Stream(Give(), Withdraw(), Give(id: "again", day: 0))).CompleteAsync(Token);

        Assert.Equal(3, report.Progress.Recorded);
        Assert.Equal(3, (await _host.GetAsync()).Revision.Number);
        Assert.Equal(["give", "withdraw", "again"], (await _host.LogAsync()).Select(e => e.Evidence!.Change!.Value.Value));
    }

    [Fact]
    public async Task Items_come_back_in_the_order_of_the_input_each_with_its_answer()
    {
        await _host.ApplyAsync(Withdraw("c3", day: -40));
        var items = new List<BulkItem>();
        await foreach (var item in Bulk.Apply(Stream(Enumerable.Range(0, 9).Select(i => Asserted($"c{i % 5}", $"x{i}", day: i))), new() { BatchSize = 4 }))
        {
            items.Add(item);
        }

        Assert.Equal(Enumerable.Range(0, 9).Select(i => (long)i), items.Select(i => i.Position));
        Assert.Equal(items.Select(i => Contact($"c{i.Position % 5}")), items.Select(i => i.Contact));
        Assert.All(items, i => Assert.NotNull(i.Results.Single().Index));
        Assert.Equal([3, 8], items.Where(i => i.IsQuarantined).Select(i => (int)i.Position));
    }

    [Fact]
    public async Task One_change_reaches_all_that_match_once_however_often_it_is_run()
    {
        await SeedAsync(20);
        for (var run = 0; run < 3; run++)
        {
            await Bulk.ApplyToMatching(ContactSelector.Everyone, "close-sms", id => ConsentChange.For(id).Object(Sms), new() { BatchSize = 3 }).CompleteAsync(Token);
        }

        Assert.Equal(40, (await _host.LogAsync()).Count);
        Assert.Equal(FlagValue.Active, (await _host.GetAsync("c07"))[Sms].Objection);
    }

    [Fact]
    public async Task A_contact_that_no_longer_matches_when_its_turn_comes_is_left_alone()
    {
        await _host.ApplyAsync(Withdraw("ada", node: Sms, id: "seed"));
        _host.Store.BeforeCommit = async () => await _host.ApplyAsync(Withdraw("ada", "no", node: Email));
        var run = Bulk.ApplyToMatching(
            ContactSelector.Having(Email, ConsentFlag.Status, FlagValue.Unset), "op", id => ConsentChange.For(id).Give(Email, Day(-1), Form));
        await run.CompleteAsync(Token);

        Assert.Equal(0, run.Report.Progress.Recorded);
        Assert.Equal(FlagValue.Inactive, (await _host.GetAsync())[Email].Status);
    }

    [Fact]
    public async Task The_quarantine_list_names_the_assertions_against_a_no()
    {
        await _host.ApplyAsync(Withdraw(day: -40));
        var report = await Bulk.Apply(Stream(Asserted("ada", "sync"), Asserted("bea", "sync"))).CompleteAsync(Token);

        Assert.Equal(Contact(), Assert.Single(report.Quarantine).Contact);
        Assert.Equal(1, report.Codes[ChangeCode.WouldWeaken]);
        Assert.Equal(1, report.Progress.Quarantined);
        Assert.False((await _host.DecideAsync()).IsPermitted);
    }

    [Fact]
    public async Task An_import_about_an_erased_contact_is_told_and_on_no_list()
    {
        await _host.SuppressAsync("ada");
        var report = await Bulk.Apply(Stream(Asserted("ada", "sync"))).CompleteAsync(Token);
        Assert.Contains(ChangeCode.ErasedBefore, report.Codes.Keys);
        Assert.Empty(report.Quarantine);
        Assert.Empty(await _host.LogAsync());
    }

    [Fact]
    public async Task Progress_tells_counts_and_rate_after_each_batch()
    {
        var told = new List<BulkProgress>();
        var options = new BulkOptions { BatchSize = 10, Progress = new Listener(p => told.Add(p)) };
        await Bulk.Apply(Slow(), options).CompleteAsync(Token);

        Assert.Equal([10, 20, 25], told.Select(p => p.Done));
        Assert.All(told, p => Assert.Equal(10, p.Rate));

        async IAsyncEnumerable<ConsentChange> Slow()
        {
            for (var i = 0; i < 25; i++)
            {
                await Task.Yield();
                _host.Clock.Advance(TimeSpan.FromMilliseconds(100));
                yield return Give($"c{i}", $"x{i}");
            }
        }
    }

    [Fact]
    public async Task A_long_input_is_read_one_batch_ahead_and_no_further()
    {
        var read = 0;
        var done = 0;
        await foreach (var item in Bulk.Apply(Counted(), new() { BatchSize = 8 }))
        {
            Assert.InRange(read, 1, done + 8);
            done = (int)item.Position / 8 * 8 + 8;
        }

        Assert.Equal(100, read);

        async IAsyncEnumerable<ConsentChange> Counted()
        {
            for (var i = 0; i < 100; i++)
            {
                await Task.Yield();
                read++;
                yield return Give($"c{i}", $"x{i}");
            }
        }
    }

    [Fact]
    public async Task Documents_state_only_what_differs()
    {
        ConsentDocument Document(string contact, double day) =>
            new(Contact(contact), "crm", Day(day), NodeFlags.Empty.With(Email, ConsentFlag.Status, FlagValue.Active), place: "customers.jsonl:1");
        var first = await Bulk.Apply(Stream(Document("ada", -5), Document("bea", -5))).CompleteAsync(Token);
        var second = await Bulk.Apply(Stream(Document("ada", -4), Document("bea", -5))).CompleteAsync(Token);

        Assert.Equal(2, first.Progress.Recorded);
        Assert.Equal(2, second.Progress.Unchanged);
        Assert.Equal(2, (await _host.LogAsync()).Count);
    }

    [Fact]
    public async Task A_batch_whose_answer_was_lost_is_not_applied_twice()
    {
        _host.Store.AnswersToLose = 1;
        var report = await Bulk.Apply(Stream(Give(), Withdraw(), Give("bea"))).CompleteAsync(Token);
        Assert.Equal(3, report.Progress.Done);
        Assert.Equal(3, (await _host.LogAsync()).Count);
        Assert.Equal(FlagValue.Inactive, (await _host.GetAsync())[Email].Status);
    }

    [Fact]
    public async Task Linked_contacts_in_one_batch_all_get_their_due()
    {
        await _host.Tracker.As(Client).LinkAsync(Link(-30), Token);
        await Bulk.Apply(Stream(Give("ada", "a"), Withdraw("bea", "b"), Give("cleo", "c"), Withdraw("ada", "d", node: Sms))).CompleteAsync(Token);
        var log = await _host.LogAsync();
        foreach (var id in (string[])["ada", "bea"])
        {
            var record = await _host.GetAsync(id);
            Assert.True(record.SaysTheSameAs(PersonConsents.Fold([Contact("ada"), Contact("bea")], record.Taxonomy, log)[Contact(id)]));
            Assert.Equal(FlagValue.Inactive, record[Sms].Status);
        }
    }

    private static ConsentChange Asserted(string contact, string id, double day = -1) =>
        ConsentChange.For(Contact(contact)).WithId(ChangeId.From(id)).From(ChangeSource.Import).Give(Email, Day(day - 12), Evidence.Asserted("file:1"));

    private static async Task<List<BulkItem>> ItemsAsync(BulkRun run)
    {
        var items = new List<BulkItem>();
        await foreach (var item in run.WithCancellation(Token))
        {
            items.Add(item);
        }

        return items;
    }

    private async Task SeedAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _host.ApplyAsync(i % 2 == 0 ? Give($"c{i:00}", "seed") : Withdraw($"c{i:00}", "seed"));
        }
    }

    private sealed class Listener(Action<BulkProgress> told) : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value) => told(value);
    }
}
