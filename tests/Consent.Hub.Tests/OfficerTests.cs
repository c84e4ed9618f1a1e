using System.Net;
using Microsoft.Playwright;

namespace Consent.Hub.Tests;

public class OfficerTests(Browser browser)
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;

    [Theory]
    [InlineData("operator")]
    [InlineData("privacy")]
    [InlineData("program")]
    [InlineData("contact")]
    public async Task Nobody_else_reads_the_register_by_any_address(string role)
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        using var client = await SecurityTests.ClientAsync(host, role, "C-1001");
        foreach (var path in new[] { "/hub/register", "/hub/register?type=changed", "/hub/register/C-1001", "/hub/register/C-1001?on=2026-01-01" })
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.DoesNotContain("<table", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var dossier = await client.PostAsync("/hub/register/C-1001/dossier", new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.Forbidden, dossier.StatusCode);
        var log = await host.Audit.As(Actor.DataProtectionOfficer("dpo")).HistoryAsync(HubHost.Ada);
        Assert.Equal(1, log.Count(e => e.Type == AuditEntryType.Read));
    }

    [Fact]
    public async Task The_officer_looks_through_the_register_and_each_visit_is_an_entry()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "dpo");
        var page = window.Page;
        _ = await page.GotoAsync("/hub/register");
        var before = await page.Locator("tbody tr").CountAsync();
        _ = await page.ReloadAsync();
        Assert.Equal(before + 1, await page.Locator("tbody tr").CountAsync());
        Assert.Contains("Register read", await page.Locator("tbody tr").First.InnerTextAsync(), StringComparison.Ordinal);

        await page.GetByText("Look for certain entries").ClickAsync();
        _ = await page.GetByLabel("Kind").SelectOptionAsync("changed");
        _ = await page.GetByLabel("Source").SelectOptionAsync("SelfService");
        await page.GetByLabel("Purpose or group").FillAsync("profiling");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        Assert.Equal(1, await page.Locator("tbody tr").CountAsync());
        await page.Locator("tbody").GetByRole(AriaRole.Link, new() { Name = "C-1001" }).ClickAsync();
        Assert.EndsWith("/hub/register/C-1001", page.Url, StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_customers_history_is_drawn_asked_about_the_past_and_handed_out_as_a_dossier()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        host.Clock.Advance(TimeSpan.FromDays(10));
        _ = await host.Tracker.As(Actor.ForSelf(HubHost.Ada)).ApplyAsync(ConsentChange.For(HubHost.Ada).From(ChangeSource.SelfService).Withdraw(s_email));
        host.Clock.Advance(TimeSpan.FromDays(10));
        await using var window = await browser.OpenAsync(host, "dpo");
        var page = window.Page;
        _ = await page.GotoAsync("/hub/register/C-1001");
        var bar = page.Locator("svg a[aria-label*='marketing by e-mail, Consent: Refused or withdrawn']");
        Assert.Equal(1, await bar.CountAsync());
        var entry = (await bar.GetAttributeAsync("href"))!;
        Assert.Contains("marketing by e-mail", await page.Locator($"tr{entry}").InnerTextAsync(), StringComparison.Ordinal);

        // What was true in January, we know; what we knew then: nothing, since all was recorded in March.
        await page.GetByLabel("On which day?").FillAsync("2026-01-31");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        Assert.Contains("Given", await page.Locator("section:has(#past) table tr", new() { HasText = "Marketing by e-mail" }).InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByLabel("What we knew then").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        Assert.Equal("Nothing was on record.", await page.Locator("section:has(#past) [role=status]").InnerTextAsync());

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Download the dossier" }).ClickAsync());
        await using var content = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(content);
        Assert.Equal(HubHost.Ada, Auditing.Dossier.Parse(await reader.ReadToEndAsync()).Contact);
    }

    [Fact]
    public async Task Requests_are_answered_extended_once_and_refused_with_a_ground()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        var filed = host.Tracker.As(Actor.ForSelf(HubHost.Ada)).Requests;
        _ = await filed.FileAsync(HubHost.Ada, SubjectRequestKind.Access);
        _ = await filed.FileAsync(HubHost.Ada, SubjectRequestKind.Erasure);
        await using var window = await browser.OpenAsync(host, "privacy");
        var page = window.Page;
        _ = await page.GotoAsync("/hub/requests");
        Assert.Equal(2, await page.Locator("tbody tr").CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Access" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record that they were told" }).ClickAsync();
        Assert.Equal("Enter why you record it", await page.Locator("#extension-flaw").InnerTextAsync());
        await page.GetByLabel("Why does it take longer?").FillAsync("Many systems are to be searched.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record that they were told" }).ClickAsync();
        Assert.Contains("1 June 2026", await page.Locator("dl").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Record that it was answered" }).ClickAsync();
        Assert.Contains("answered on 2 March 2026", await page.Locator("dl").InnerTextAsync(), StringComparison.Ordinal);

        _ = await page.GotoAsync("/hub/requests");
        await page.GetByRole(AriaRole.Link, new() { Name = "Erasure" }).ClickAsync();
        _ = await page.GetByLabel("On which ground?").SelectOptionAsync("RequiredByLaw");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the refusal" }).ClickAsync();
        Assert.Contains("The law wants the data kept or used", await page.Locator("dl").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show whose it is" }).ClickAsync();
        Assert.Equal("C-1001", await page.Locator(".above .id").InnerTextAsync());
        Assert.All(await filed.OfAsync(HubHost.Ada), r => Assert.NotEqual(SubjectRequestState.Open, r.State));
    }
}
