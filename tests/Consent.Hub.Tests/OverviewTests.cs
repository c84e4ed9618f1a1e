using System.Net;

namespace Consent.Hub.Tests;

public class OverviewTests
{
    [Fact]
    public async Task It_tells_numbers_and_nobodys_name_and_requests_to_those_who_keep_them()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        _ = await host.Tracker.As(Actor.ForSelf(HubHost.Ada)).Requests.FileAsync(HubHost.Ada, SubjectRequestKind.Access);
        host.Clock.Advance(TimeSpan.FromDays(60));
        using var agent = await SecurityTests.ClientAsync(host, "operator");
        var html = await agent.GetStringAsync("/hub/overview");
        Assert.Matches(@"Marketing by e-mail</th>\s*<td class=""number"">1</td>", html);
        Assert.Matches(@"Marketing by text message</th>\s*<td class=""number"">0</td>", html);
        Assert.DoesNotContain("C-100", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Overdue", html, StringComparison.Ordinal);
        using var officer = await SecurityTests.ClientAsync(host, "dpo");
        Assert.Matches(@"Overdue</dt>\s*<dd>\s*<span class=""tag no"">1</span>", await officer.GetStringAsync("/hub/overview"));
        using var contact = await SecurityTests.ClientAsync(host, "contact", "C-1001");
        using var denied = await contact.GetAsync("/hub/overview");
        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
    }
}
