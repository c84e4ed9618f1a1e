namespace Consent.Hub.Tests;

/// <summary>The pictures of the documentation; made anew where <c>CONSENT_UPDATE_DOCS</c> is 1.</summary>
public class ScreenshotTests(Browser browser)
{
    public static TheoryData<string, string, string> Pictures => new()
    {
        { "hub-consents", "operator", "/hub/customers/C-1001#marketing-automatic-email" },
        { "hub-overview", "dpo", "/hub/overview" },
        { "hub-history", "dpo", "/hub/register/C-1001" },
        { "preferences", "contact", "/preferences" },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public async Task The_pictures_show_the_pages(string name, string role, string path)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CONSENT_UPDATE_DOCS") == "1", "Pictures are made on request.");
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        host.Clock.Advance(TimeSpan.FromDays(40));
        _ = await host.Tracker.As(Actor.ForSelf(HubHost.Ada)).ApplyAsync(ConsentChange.For(HubHost.Ada).From(ChangeSource.SelfService).Withdraw(Purposes.Profiling.Classic));
        _ = await host.Tracker.As(Actor.ForSelf(HubHost.Ada)).ApplyAsync(ConsentChange.For(HubHost.Ada).From(ChangeSource.SelfService).RetractObjection(Purposes.Marketing.Traditional.Phone, host.Clock.GetUtcNow(), Evidence.WebForm("https://shop.example")));
        host.Clock.Advance(TimeSpan.FromDays(30));
        await using var window = await browser.OpenAsync(host, role, role == "contact" ? "C-1001" : "somebody", width: 1100);
        _ = await window.Page.GotoAsync(path);
        _ = await window.Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout(), "docs", "images", $"{name}.png"), FullPage = false });
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Consent.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
