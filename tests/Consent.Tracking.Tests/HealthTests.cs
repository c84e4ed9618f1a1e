using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

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

    private static async Task<HealthReportEntry> CheckAsync(Action<ConsentBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(Microsoft.Extensions.Logging.Abstractions.NullLogger<>));
        configure(services.AddConsentTracking().UseInMemoryStore());
        services.AddHealthChecks().AddConsent();
        await using var host = services.BuildServiceProvider();
        return (await host.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Entries["consent"];
    }
}
