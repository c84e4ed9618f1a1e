using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Attacks on the promise that nothing is silent: many at once.</summary>
public sealed class Attack12BulkTests : IDisposable
{
    private readonly Attack12Site _site = new();

    public void Dispose() => _site.Dispose();

    /// <summary>One of a run is altered, or its key is gone: it is told, and the others' noes are recorded.</summary>
    [Theory]
    [InlineData("UPDATE contact SET version = version + 1 WHERE no = 1")]
    [InlineData("ATTACH '{keys}' AS k; DELETE FROM k.contact_key WHERE handle = (SELECT handle FROM contact WHERE no = 1)")]
    public async Task One_bad_row_among_many_is_told_and_costs_no_other_its_no(string sql)
    {
        using (var first = await _site.StartAsync())
        {
            await first.GiveAsync(Ada);
            await first.GiveAsync(Bea);
            await first.GiveAsync(ContactId.From("cid"));
            await first.StopAsync(Stop);
        }

        _site.Run(sql.Replace("{keys}", Path.Combine(_site.Keys, "contacts.keys"), StringComparison.Ordinal));
        using var host = await _site.StartAsync();
        var changes = new[] { Bea, Ada, ContactId.From("cid") }.Select(c => ConsentChange.For(c).From(ChangeSource.Api).Withdraw(Email).Object(Email));
        Exception? told = null;
        BulkReport? report = null;
        try
        {
            report = await host.Services.GetRequiredService<ConsentBulk>().As(Api).Apply(changes.ToAsyncEnumerable()).CompleteAsync(Stop);
        }
        catch (ConsentStoreException trouble)
        {
            told = trouble;
        }

        TestContext.Current.SendDiagnosticMessage($"{told?.Message} {report?.Progress} {string.Join(",", report is null ? [] : report.Codes.Select(c => c.ToString()))}");
        Assert.True(told is not null || report!.Progress.Refused > 0);
        Assert.True(told is not null || !(await host.DecideAsync(Bea)).IsPermitted);
        Assert.True(told is not null || !(await host.DecideAsync(ContactId.From("cid"))).IsPermitted);
    }

    /// <summary>Lists that close ids, and erasures, broken off in the middle.</summary>
    [Fact]
    public async Task A_list_that_is_broken_off_is_told_and_can_be_run_again()
    {
        using var host = await _site.StartAsync();
        ContactId[] people = [.. Enumerable.Range(0, 200).Select(n => ContactId.From($"person {n}"))];
        foreach (var one in people)
        {
            await host.GiveAsync(one);
        }

        var list = new ClosingList { Name = "a list", Contacts = [.. people] };
        for (var wait = 1; wait < 200; wait += 13)
        {
            using var source = new CancellationTokenSource(wait);
            try
            {
                var done = await host.Privacy().As(Manager).CloseAsync(list, source.Token);
                TestContext.Current.SendDiagnosticMessage($"{wait}: {done}");
                break;
            }
            catch (OperationCanceledException)
            {
                // Told.
            }
        }

        await host.Privacy().As(Manager).CloseAsync(list, Stop);
        foreach (var one in people)
        {
            Assert.False((await host.DecideAsync(one)).IsPermitted);
        }

        Assert.True((await host.VerifyAsync()).IsSound);
    }

    /// <summary>A rectification cut off at each step of the store.</summary>
    [Fact]
    public async Task A_process_that_ends_at_any_step_of_anything_leaves_a_state_that_holds()
    {
        for (var step = 1; step < 14; step++)
        {
            foreach (var act in new[] { "rectify", "close", "publish", "sign", "hold", "link", "erase", "rebuild" })
            {
                var crash = new Crash();
                await using var store = new Storage.Sqlite.SqliteConsentStore(new() { ConnectionString = $"Data Source={Path.Combine(_site.Folder, $"{act} {step}.db")}", WaitForDisk = false });
                var folder = Path.Combine(_site.Folder, $"{act} {step}");
                var key = Path.Combine(_site.Folder, $"{act} {step}.key");
                void Publish(ConsentBuilder builder, Crash? with)
                {
                    builder.SignCheckpoints(Attack12Site.Origin, key);
                    builder.JournalErasuresTo(_ => with is null ? new FileErasureJournal(folder + ".journal") : with.Over(new FileErasureJournal(folder + ".journal")));
                    builder.PublishCheckpointsTo(folder);
                }

                var now = Timestamp.MinValue;
                using (var host = new TrackedHost(crash.Over, store: store, publish: builder => Publish(builder, crash)))
                {
                    await host.Tracker.As(Api).ApplyAsync(host.Give(Ada).WithId(ChangeId.From("yes")), Stop);
                    await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
                    await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Bea).Object(Purposes.Marketing.Traditional.Phone), Stop);
                    crash.In(step);
                    try
                    {
                        switch (act)
                        {
                            case "rectify":
                                await host.Privacy.As(Manager).RectifyAsync(Rectification.OfChange(Ada, ChangeId.From("yes"), "wrong", "ticket 1"), Stop);
                                break;
                            case "close":
                                await host.Privacy.As(Manager).CloseAsync(new() { Name = "list", Contacts = [Ada, Bea, ContactId.From("cid")] }, Stop);
                                break;
                            case "publish":
                                await host.Privacy.As(Manager).PublishNoticeAsync(new("v9", host.Now), Stop);
                                break;
                            case "sign":
                                await host.Privacy.As(Manager).ChangeSignerAsync(Stop);
                                break;
                            case "hold":
                                await host.Privacy.As(Manager).HoldAsync(Ada, "case 7", Stop);
                                break;
                            case "link":
                                await host.Tracker.As(Api).LinkAsync(new(Ada, Bea, host.Now, ChangeId.From("link")), Stop);
                                break;
                            case "rebuild":
                                await host.Privacy.As(Manager).RebuildAsync(Ada, Stop);
                                break;
                            default:
                                await host.Privacy.As(Manager).EraseAsync(new(Bea, "GDPR 17(1)(b)"), Stop);
                                break;
                        }
                    }
                    catch (Exception trouble) when (trouble is ConsentStoreException or NotSupportedException)
                    {
                        // Told.
                    }

                    now = host.Now;
                }

                using var again = new TrackedHost(store: store, publish: builder => Publish(builder, null));
                again.Clock.Advance(TimeSpan.FromDays(1));
                await again.Tracker.DecideAsync(ProcessingRequest.ToContact(Ada, Email), Stop);
                var verdict = await again.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
                Assert.True(verdict.IsSound, $"{act} {step}: {verdict}");
                Assert.False((await again.Tracker.DecideAsync(ProcessingRequest.ToContact(Bea, Purposes.Marketing.Traditional.Phone), Stop)).IsPermitted);
                await again.Audit.CheckpointAsync(Stop);
                Assert.Equal(HealthStatus.Healthy, (await again.Health.CheckHealthAsync(new() { Registration = new("consent", again.Health, HealthStatus.Unhealthy, null) }, Stop)).Status);
            }
        }
    }
}
