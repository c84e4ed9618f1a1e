using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

public sealed class Attack12LeakTests : IDisposable
{
    private readonly Attack12Site _site = new();

    public void Dispose() => _site.Dispose();

    /// <summary>The same by a real clock.</summary>
    [Fact]
    public async Task A_host_that_stands_still_for_ten_seconds_of_a_real_clock_has_no_more_files_open_than_before()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddConsentTracking().UseSqliteStore($"Data Source={_site.Database}");
        using var host = builder.Build();
        await host.StartAsync(Stop);
        await host.NoAsync(Ada);
        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        var before = Open();
        await Task.Delay(TimeSpan.FromSeconds(10), Stop);
        var after = Open();
        await host.StopAsync(Stop);
        Assert.True(after < before + 5, $"{before} connections to the database before, {after} after 10 seconds in which nothing happened.");
    }

    /// <summary>A host that does nothing looks at the log each second. Each look opens a connection, and none is closed: 2 files a second, until there are no more and every call fails.</summary>
    [Fact]
    public async Task A_host_that_stands_still_for_a_quarter_of_an_hour_has_no_more_files_open_than_before()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var host = await _site.StartAsync();
        await host.GiveAsync(Ada);
        var before = Open();
        for (var n = 0; n < 900; n++)
        {
            _site.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(5, Stop);
        }

        Assert.True(Open() < before + 20, $"{before} connections to the database before, {Open()} after 900 seconds in which nothing happened.");
    }

    private int Open() => Directory.GetFiles("/proc/self/fd").Select(f => new FileInfo(f).LinkTarget).Count(f => f == _site.Database);
}
