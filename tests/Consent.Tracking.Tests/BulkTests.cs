using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

public class BulkTests
{
    private static readonly BulkOptions s_small = new() { BatchSize = 4 };

    [Fact]
    public async Task Many_changes_are_applied_in_order_and_a_second_run_does_nothing()
    {
        using var host = new TrackedHost();
        var changes = Enumerable.Range(0, 25).Select(i => ConsentChange.For(ContactId.From($"k{i % 5}")).WithId(ChangeId.From($"c{i}")).Object(
            i % 2 == 0 ? Email : Purposes.Profiling.Classic, host.Now.Plus(TimeSpan.FromMinutes(i - 100)))).ToList();
        var report = await host.Bulk.As(Api).Apply(changes.ToAsyncEnumerable(), s_small).CompleteAsync(Stop);
        Assert.Equal((25L, 25L), (report.Progress.Done, report.Progress.Recorded));
        Assert.Equal(25, await host.LogSize());
        var again = await host.Bulk.As(Api).Apply(changes.ToAsyncEnumerable(), s_small).CompleteAsync(Stop);
        Assert.Equal((25L, 0L, 25L), (again.Progress.Done, again.Progress.Recorded, again.Progress.Unchanged));
        Assert.Equal(25, await host.LogSize());
    }

    [Fact]
    public async Task A_plan_counts_what_a_run_does_and_writes_nothing()
    {
        using var host = new TrackedHost();
        await Withdraw(host, 3);
        var documents = Enumerable.Range(0, 10).Select(i => Says(host, $"k{i}", FlagValue.Active)).ToList();
        var size = await host.LogSize();
        var plan = await host.Bulk.As(Api).Apply(documents.ToAsyncEnumerable(), s_small with { IsDryRun = true }).CompleteAsync(Stop);
        Assert.Equal(size, await host.LogSize());
        var run = await host.Bulk.As(Api).Apply(documents.ToAsyncEnumerable(), s_small).CompleteAsync(Stop);
        Assert.True(plan.IsDryRun);
        Assert.Equal(
            (run.Progress.Done, run.Progress.Recorded, run.Progress.Unchanged, run.Progress.Refused, run.Progress.Quarantined),
            (plan.Progress.Done, plan.Progress.Recorded, plan.Progress.Unchanged, plan.Progress.Refused, plan.Progress.Quarantined));
        Assert.Equal(run.Codes, plan.Codes);
    }

    [Fact]
    public async Task An_asserted_yes_against_a_no_is_quarantined_and_changes_nothing()
    {
        using var host = new TrackedHost();
        await Withdraw(host, 2);
        host.Clock.Advance(TimeSpan.FromDays(1));
        var run = host.Bulk.As(Api).Apply(Enumerable.Range(0, 4).Select(i => Says(host, $"k{i}", FlagValue.Active)).ToAsyncEnumerable());
        var report = await run.CompleteAsync(Stop);
        Assert.Equal(2, report.Progress.Quarantined);
        Assert.Equal(["k0", "k1"], report.Quarantine.Select(q => q.Contact.Value));
        Assert.Equal(2, await host.Audit.As(Dpo).QuarantineAsync(Stop).CountAsync(Stop));
        Assert.Equal(FlagValue.Inactive, (await host.Tracker.As(Api).GetAsync(ContactId.From("k0"), Stop))[Email].Status);
    }

    [Fact]
    public async Task One_change_reaches_all_contacts_that_match_and_can_be_run_again_after_a_stop()
    {
        using var host = new TrackedHost();
        for (var i = 0; i < 20; i++)
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(ContactId.From($"k{i:00}"), i % 2 == 0 ? Email : Purposes.Profiling.Classic), Stop);
        }

        var selector = ContactSelector.Having(Email, ConsentFlag.Status, FlagValue.Active) & !ContactSelector.Accepted("v9");
        BulkRun Run() => host.Bulk.As(Api).ApplyToMatching(selector, "campaign-end", id => ConsentChange.For(id).Object(Email), s_small);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var done = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in Run().WithCancellation(stop.Token))
            {
                done++;
                await stop.CancelAsync();
            }
        });
        Assert.Equal(20 + 4, await host.LogSize());
        Assert.InRange(done, 1, 4);
        var report = await Run().CompleteAsync(Stop);
        Assert.Equal((10L, 6L), (report.Progress.Done, report.Progress.Recorded));
        Assert.Equal(30, await host.LogSize());
    }

    [Fact]
    public async Task Progress_is_told_with_counts_and_rate()
    {
        using var host = new TrackedHost();
        var told = new List<BulkProgress>();
        await host.Bulk.As(Api).Apply(
            Enumerable.Range(0, 10).Select(i => Says(host, $"k{i}", FlagValue.Inactive)).ToAsyncEnumerable(), s_small with { Progress = new Telling(told) }).CompleteAsync(Stop);
        Assert.Equal([4L, 8L, 10L], told.Select(t => t.Done));
        Assert.Equal(5, new BulkProgress(10, 10, 0, 0, 0, TimeSpan.FromSeconds(2)).Rate);
    }

    [Fact]
    public async Task A_linked_contact_in_a_bulk_run_carries_its_no_to_the_other()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("l")), Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Bulk.As(Api).Apply(new[] { Says(host, "ada", FlagValue.Inactive) }.ToAsyncEnumerable()).CompleteAsync(Stop);
        Assert.False((await host.MayEmail(Bea)).IsPermitted);
    }

    private static async Task Withdraw(TrackedHost host, int contacts)
    {
        for (var i = 0; i < contacts; i++)
        {
            await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(ContactId.From($"k{i}")).Withdraw(Email), Stop);
        }
    }

    private static ConsentDocument Says(TrackedHost host, string contact, FlagValue status) =>
        new(ContactId.From(contact), "crm", host.Now, NodeFlags.Empty.With(Email, ConsentFlag.Status, status));

    private sealed class Telling(List<BulkProgress> told) : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value) => told.Add(value);
    }
}
