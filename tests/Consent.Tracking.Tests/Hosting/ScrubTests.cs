using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>A running host verifies all of the state now and then, and says in health what it finds, without anybody asking.</summary>
public sealed class ScrubTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TroubledStore _store = new(new InMemoryConsentStore());

    [Fact]
    public async Task What_is_wrong_is_found_without_anybody_asking_and_health_says_it_until_it_is_right()
    {
        using var host = Host();
        await host.StartAsync(Stop);
        await host.Services.GetRequiredService<ConsentTracker>().As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop);
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(host));
        _store.Altered.Add(Ada);

        await Eventually.IsTrueAsync(() => HealthAsync(host).Result == HealthStatus.Unhealthy, _clock, TimeSpan.FromMinutes(10));

        _store.Altered.Clear();
        await Eventually.IsTrueAsync(() => HealthAsync(host).Result == HealthStatus.Healthy, _clock, TimeSpan.FromMinutes(10));
        await host.StopAsync(Stop);
    }

    [Fact]
    public async Task A_host_that_verifies_at_its_start_does_not_start_on_a_state_that_is_wrong()
    {
        using (var host = Host(options => options.VerifyStateAtStart = true))
        {
            await host.StartAsync(Stop);
            await host.Services.GetRequiredService<ConsentTracker>().As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop);
            await host.StopAsync(Stop);
        }

        _store.Altered.Add(Ada);
        using var again = Host(options => options.VerifyStateAtStart = true);
        var refused = await Assert.ThrowsAsync<AuditLogAlteredException>(() => again.StartAsync(Stop));

        Assert.Equal((LogFlaw.RecordAltered, 0), (refused.Flaw, refused.Size));
        using var trusting = Host();
        await trusting.StartAsync(Stop);
    }

    private static async Task<HealthStatus> HealthAsync(IHost host) => (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Status;

    private IHost Host(Action<ConsentTrackingOptions>? configure = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddConsentTracking(options =>
        {
            options.ScrubInterval = TimeSpan.FromHours(1);
            configure?.Invoke(options);
        }).UseStore("UseTestStore", _ => _store);
        builder.Services.AddHealthChecks().AddConsent();
        return builder.Build();
    }
}
