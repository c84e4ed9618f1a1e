using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Requests;

/// <summary>What was found by attacking the register of requests, and stays mended.</summary>
public class FoundByAttackOnRequests
{
    [Fact]
    public async Task A_month_does_not_end_an_hour_late_where_the_clocks_skip_midnight()
    {
        using var host = new TrackedHost(configure: options => options.TimeZone = TimeZoneInfo.FindSystemTimeZoneById("America/Scoresbysund"));

        var filed = await host.Tracker.As(Actor.Operator("clerk")).Requests.FileAsync(Ada, SubjectRequestKind.Access, Timestamp.Parse("2023-02-25T12:00:00.000000Z"), cancellationToken: Stop);

        Assert.Equal(Timestamp.Parse("2023-03-26T00:59:59.999999Z"), filed.Request!.FirstDue);
    }
}
