using static Consent.Tracking.Tests.TrackingHost;

namespace Consent.Tracking.Tests;

/// <content>Runs that are cut off, repeated, or write nothing.</content>
public sealed partial class BulkRunTests
{
    [Fact]
    public async Task A_second_run_of_the_same_input_records_nothing()
    {
        var changes = Enumerable.Range(0, 30).Select(i => Give($"c{i}", $"x{i}")).ToList();
        await Bulk.Apply(Stream(changes)).CompleteAsync(Token);
        var report = await Bulk.Apply(Stream(changes)).CompleteAsync(Token);

        Assert.Equal(0, report.Progress.Recorded);
        Assert.Equal(30, report.Codes[ChangeCode.RepeatedChange]);
        Assert.Equal(30, (await _host.LogAsync()).Count);
    }

    [Fact]
    public async Task A_cancelled_run_keeps_what_it_reported_and_the_next_one_does_what_is_left()
    {
        var changes = Enumerable.Range(0, 50).Select(i => Give($"c{i:00}", $"x{i}")).ToList();
        using var stop = new CancellationTokenSource();
        var reported = new List<BulkItem>();
        var run = Bulk.Apply(Stream(changes), new() { BatchSize = 5 });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in run.WithCancellation(stop.Token))
            {
                reported.Add(item);
                if (reported.Count == 12)
                {
                    await stop.CancelAsync();
                }
            }
        });

        var log = await _host.LogAsync();
        Assert.InRange(log.Count, reported.Count, 20);
        Assert.All(reported, i => Assert.Equal(i.Contact, log[(int)i.Results[0].Index!.Value].Subject!.Contact));

        var rest = await Bulk.Apply(Stream(changes)).CompleteAsync(Token);
        Assert.Equal(50 - log.Count, rest.Progress.Recorded);
        Assert.Equal(50, (await _host.LogAsync()).Count);
    }

    [Fact]
    public async Task Input_that_breaks_off_leaves_what_was_reported_and_can_be_resumed()
    {
        var run = Bulk.Apply(Broken(), new() { BatchSize = 2 });
        await Assert.ThrowsAsync<InvalidDataException>(async () => await run.CompleteAsync(Token));
        Assert.Equal(run.Report.Progress.Done, (await _host.LogAsync()).Count);

        static async IAsyncEnumerable<ConsentChange> Broken()
        {
            for (var i = 0; i < 5; i++)
            {
                await Task.Yield();
                yield return Give($"c{i}", $"x{i}");
            }

            throw new InvalidDataException("cut off");
        }
    }

    [Fact]
    public async Task A_dry_run_says_what_the_real_run_does_and_writes_nothing()
    {
        await _host.ApplyAsync(Withdraw("c1", "no"));
        await _host.ApplyAsync(Give("c2", "x2"));
        await _host.Tracker.As(Client).LinkAsync(Link(-3, "c3", "c4"), Token);
        List<ConsentChange> changes =
        [
            .. Enumerable.Range(0, 40).Select(i => Asserted($"c{i % 7}", $"x{i}", i % 11)),
            Withdraw("c0", "w0"), Asserted("c0", "late", -1), Asserted("c0", "late", -1), Asserted("c0", "late", -2),
            .. Enumerable.Range(0, 20).Select(i => Withdraw($"c{i % 7}", $"w{i}", i % 3 - 5)),
        ];
        var before = await _host.LogAsync();
        foreach (var size in (int[])[1, 3, 256])
        {
            var planned = await ItemsAsync(Bulk.Apply(Stream(changes), new() { IsDryRun = true, BatchSize = size }));
            Assert.Equal(before.Count, (await _host.LogAsync()).Count);
            var twin = new TrackingHost();
            await twin.ApplyAsync(Withdraw("c1", "no"));
            await twin.ApplyAsync(Give("c2", "x2"));
            await twin.Tracker.As(Client).LinkAsync(Link(-3, "c3", "c4"), Token);
            var real = await ItemsAsync(twin.Bulk.As(Client).Apply(Stream(changes), new() { BatchSize = size }));

            Assert.Equal(real.Select(Told), planned.Select(Told));
            Assert.All(planned.SelectMany(i => i.Results).Where(r => r.Outcome == ChangeOutcome.Recorded), r => Assert.Null(r.Index));
        }

        static string Told(BulkItem item) => $"{item} {string.Join('|', item.Results.Select(r => $"{r} {string.Join(',', r.Statements)}"))}";
    }

    [Fact]
    public async Task A_dry_run_of_a_selection_counts_what_the_real_run_counts()
    {
        await SeedAsync(20);
        BulkRun Run(bool isDry) => Bulk.ApplyToMatching(
            ContactSelector.Having(Email, ConsentFlag.Status, FlagValue.Active), "op", id => ConsentChange.For(id).Object(Sms), new() { IsDryRun = isDry });
        var plan = await Run(true).CompleteAsync(Token);
        var real = await Run(false).CompleteAsync(Token);

        Assert.True(plan.IsDryRun);
        Assert.Equal(10, plan.Progress.Recorded);
        Assert.Equal(plan.Progress with { Elapsed = default }, real.Progress with { Elapsed = default });
        Assert.Equal(plan.Codes, real.Codes);
    }
}
