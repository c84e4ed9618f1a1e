using Consent.Storage;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

public sealed class Attack12LeakTests : IDisposable
{
    private readonly Attack12Site _site = new();

    public void Dispose() => _site.Dispose();

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

        int Open() => Directory.GetFiles("/proc/self/fd").Select(f => new FileInfo(f).LinkTarget).Count(f => f == _site.Database);
    }
}
