using System.Globalization;

namespace Consent.Tracking.Tests;

public class PrivacyTests
{
    [Fact]
    public async Task No_personal_data_reaches_logs_activities_measurements_exceptions_or_written_forms()
    {
        using var overheard = new Overheard();
        var host = new TrackingHost(logs: overheard);
        var work = new MarkedWork(host, overheard);

        await work.DoAllAsync();

        Assert.DoesNotContain(overheard.Texts, Marks);
        Assert.True(work.Failures > 50, string.Create(CultureInfo.InvariantCulture, $"{work.Failures} calls were refused or failed"));
        Assert.Contains(await host.LogAsync(), e => e.Subject?.Contact == Marked.Ada && e.Evidence!.Reason!.Contains(Marked.Mark, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nothing of it", false)]
    [InlineData("a line with " + Marked.Mark, true)]
    [InlineData("ip=" + Marked.IpAddress, true)]
    public void A_mark_would_be_found(string text, bool isFound) => Assert.Equal(isFound, Marks(text));

    private static bool Marks(string text) => text.Contains(Marked.Mark, StringComparison.OrdinalIgnoreCase) || text.Contains(Marked.IpAddress, StringComparison.Ordinal);
}
