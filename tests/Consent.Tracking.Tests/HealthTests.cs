using Consent.Storage;
using Consent.Storage.InMemory;
using Consent.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Consent.Tracking.Tests;

public class HealthTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_whose_store_answers_is_healthy()
    {
        var report = await CheckAsync(new InMemoryConsentStore());

        Assert.Equal(HealthStatus.Healthy, report.Status);
        Assert.Equal(0L, report.Data["log.size"]);
    }

    [Fact]
    public async Task A_store_in_trouble_is_unhealthy_and_says_why()
    {
        var report = await CheckAsync(new TroubledStore());

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.IsType<ConsentStoreException>(report.Exception);
    }

    private static async Task<HealthReportEntry> CheckAsync(IConsentStore store)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddConsentTracking().UseStore("UseTestStore", _ => store);
        services.AddHealthChecks().AddCheck<ConsentHealthCheck>("consent");
        await using var host = services.BuildServiceProvider();
        return (await host.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Entries["consent"];
    }
}
