using Consent.Hub.Preferences;
using Consent.Hub.Texts;
using Microsoft.Playwright;

namespace Consent.Hub.Tests;

public class PreferenceTests(Browser browser)
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;

    [Fact]
    public async Task A_person_withdraws_and_gives_by_one_button_each_without_any_script()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "contact", "C-1001");
        var page = window.Page;
        _ = await page.GotoAsync("/preferences");
        var email = page.Locator("#marketing-automatic-email");
        Assert.Contains("We may do this", await email.InnerTextAsync(), StringComparison.Ordinal);
        await email.GetByRole(AriaRole.Button, new() { Name = "I withdraw my consent" }).ClickAsync();
        Assert.Contains("We do not do this", await email.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(DecisionCode.ConsentWithdrawn, (await host.MayAsync(s_email)).Code);

        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await email.GetByRole(AriaRole.Button, new() { Name = "I agree" }).ClickAsync();
        Assert.True((await host.MayAsync(s_email)).IsPermitted);

        // What was shown, by its digest, and that it is confirmed: the sign-in proves the address.
        var given = Assert.Single((await host.Audit.As(Actor.DataProtectionOfficer("dpo")).HistoryAsync(HubHost.Ada))[^3..], e => e.Facts.Statements is [{ Flag: ConsentFlag.Status, IsActive: true }]);
        var evidence = given.Evidence!.Statements[0].Evidence;
        Assert.True(evidence.IsConfirmed);
        Assert.Equal(Sha256Digest.OfText(PreferencePages.Question(HubTexts.Find("en")!, ConsentWords.Default, s_email, "v2")), evidence.TextSha256);
        Assert.Equal("v2", given.Facts.Acceptance!.Version);
        Assert.Equal(ChangeSource.SelfService, given.Facts.Source);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task One_no_stops_everything_and_is_taken_back_where_it_sits()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "contact", "C-1001");
        var page = window.Page;
        _ = await page.GotoAsync("/preferences");
        await page.Locator(".stop").GetByRole(AriaRole.Button).ClickAsync();
        Assert.Equal(DecisionCode.Objected, (await host.MayAsync(s_email)).Code);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await page.Locator(".stop").GetByRole(AriaRole.Button, new() { Name = "Take that back" }).ClickAsync();
        Assert.Equal(FlagValue.Inactive, (await host.Tracker.As(Actor.Operator("test")).GetAsync(HubHost.Ada))[PurposePath.All].Objection);
    }

    [Fact]
    public async Task A_person_pauses_objects_limits_and_comes_back()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "contact", "C-1001", "it");
        var page = window.Page;
        _ = await page.GotoAsync("/preferences");
        var email = page.Locator("#marketing-automatic-email");
        await email.Locator("summary").ClickAsync();
        await email.GetByRole(AriaRole.Button, new() { Name = "Pausa di 30 giorni" }).ClickAsync();
        Assert.Contains("Pausa fino al 1 aprile 2026", await email.InnerTextAsync(), StringComparison.Ordinal);
        Assert.False((await host.MayAsync(s_email)).IsPermitted);
        host.Clock.Advance(TimeSpan.FromDays(31));
        Assert.True((await host.MayAsync(s_email)).IsPermitted);

        _ = await page.ReloadAsync();
        Assert.Contains("Possiamo farlo", await email.InnerTextAsync(), StringComparison.Ordinal);
        await email.Locator("summary").ClickAsync();
        await email.GetByRole(AriaRole.Button, new() { Name = "Mi oppongo" }).ClickAsync();
        host.Clock.Advance(TimeSpan.FromDays(1));
        await email.GetByRole(AriaRole.Button, new() { Name = "Acconsento e ritiro il mio no" }).ClickAsync();
        Assert.True((await host.MayAsync(s_email)).IsPermitted);
    }

    [Fact]
    public async Task A_person_has_their_data_their_receipts_and_files_requests()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "contact", "C-1001");
        var page = window.Page;
        _ = await page.GotoAsync("/preferences");
        Assert.Contains("\"contact\":\"C-1001\"", await DownloadAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Download as JSON" })), StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", await DownloadAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Download as a page" })), StringComparison.OrdinalIgnoreCase);
        var email = page.Locator("#marketing-automatic-email");
        await email.Locator("summary").ClickAsync();
        Assert.Contains("tlog-proof", await DownloadAsync(page, email.GetByRole(AriaRole.Button, new() { Name = "Receipt: " }).First), StringComparison.Ordinal);

        _ = await page.GetByLabel("What do you ask for?").SelectOptionAsync("Erasure");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send the request" }).ClickAsync();
        Assert.Contains("open, answer by 1 April 2026", await page.Locator("section:has(#requests)").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(SubjectRequestKind.Erasure, Assert.Single(await host.Tracker.As(Actor.ForSelf(HubHost.Ada)).Requests.OfAsync(HubHost.Ada)).Kind);
    }

    [Fact]
    public async Task Nobody_sees_or_changes_somebody_elses_choices()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        using var client = await SecurityTests.ClientAsync(host, "contact", "C-1002");
        using var said = await SecurityTests.PostAsync(client, "/preferences", "/preferences/say?contact=C-1001", new() { ["act"] = "object", ["node"] = "all", ["contact"] = "C-1001" });
        Assert.Equal(FlagValue.Unset, (await host.Tracker.As(Actor.Operator("test")).GetAsync(HubHost.Ada))[PurposePath.All].Objection);
        using var receipt = await SecurityTests.PostAsync(client, "/preferences", "/preferences/receipt", new() { ["change"] = (await host.Tracker.As(Actor.Operator("test")).GetAsync(HubHost.Ada)).Find(s_email, ConsentFlag.Status)!.Value.InForce.Origin.Change.Value });
        Assert.Equal(System.Net.HttpStatusCode.NotFound, receipt.StatusCode);
        using var agent = await SecurityTests.ClientAsync(host, "operator");
        using var denied = await agent.GetAsync("/preferences");
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, denied.StatusCode);
        using var forged = await client.PostAsync("/preferences/say", new FormUrlEncodedContent([new("act", "object"), new("node", "all")]));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, forged.StatusCode);
    }

    private static async Task<string> DownloadAsync(IPage page, ILocator button)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        await using var content = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync();
    }
}
