using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace Consent.Tracking.Tests;

public class HealthTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_whose_store_answers_is_healthy()
    {
        var report = await CheckAsync(_ => { });

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(0L, report.Data["log.size"]);
    }

    [Fact]
    public async Task A_host_that_cannot_start_is_unhealthy_and_says_why()
    {
        var journal = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(journal, "not a record\n", Stop);
            var report = await CheckAsync(builder => builder.JournalErasuresTo(journal));

            Assert.Equal(HealthStatus.Unhealthy, report.Status);
            Assert.Contains("Line 1", report.Description, StringComparison.Ordinal);
            Assert.IsType<ConsentStoreException>(report.Exception);
        }
        finally
        {
            File.Delete(journal);
        }
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_unhealthy_after_five_seconds()
    {
        var (clock, asked, answer) = (new FakeTimeProvider(), new TaskCompletionSource(), new TaskCompletionSource<IReadOnlyList<ErasureRecord>>());
        var check = CheckAsync(builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
            builder.JournalErasuresTo(_ => new SlowJournal(asked, answer.Task));
        });
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        await Eventually.IsTrueAsync(() => check.IsCompleted, clock, TimeSpan.FromSeconds(5));

        var report = await check;
        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Contains("5 s", report.Description, StringComparison.Ordinal);
        answer.SetResult([]);
    }

    [Fact]
    public async Task A_store_that_has_itself_tried_for_five_seconds_is_not_asked_again()
    {
        var host = new TrackingHost();
        await host.ApplyAsync(TrackingHost.Withdraw());
        var before = host.Store.Commits;
        (host.Store.CommitsToFail, host.Store.BeforeCommit) = (100, () =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(6));
            return Task.CompletedTask;
        });

        Assert.True((await Assert.ThrowsAsync<ConsentStoreException>(async () => await host.ApplyAsync(TrackingHost.Withdraw("bea")))).IsTransient);

        Assert.Equal(before + 1, host.Store.Commits);
    }

    private static async Task<HealthReportEntry> CheckAsync(Action<ConsentBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(Microsoft.Extensions.Logging.Abstractions.NullLogger<>));
        configure(services.AddConsentTracking().UseInMemoryStore());
        services.AddHealthChecks().AddConsent();
        await using var host = services.BuildServiceProvider();
        return (await host.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Entries["consent"];
    }

    private sealed class SlowJournal(TaskCompletionSource asked, Task<IReadOnlyList<ErasureRecord>> answer) : IErasureJournal
    {
        public ValueTask AddAsync(ErasureRecord record, CancellationToken cancellationToken) => default;

        public ValueTask MarkAsync(Guid id, ErasureState state, CancellationToken cancellationToken) => default;

        public ValueTask<IReadOnlyList<ErasureRecord>> ReadAsync(CancellationToken cancellationToken)
        {
            asked.TrySetResult();
            return new(answer);
        }
    }
}
