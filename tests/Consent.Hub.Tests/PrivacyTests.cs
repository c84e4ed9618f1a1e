using System.Net;
using Microsoft.Playwright;

namespace Consent.Hub.Tests;

public class PrivacyTests(Browser browser)
{
    [Fact]
    public async Task The_privacy_manager_erases_a_customer_unless_a_hold_stands_in_the_way()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        var requests = host.Tracker.As(Actor.ForSelf(HubHost.Ada)).Requests;
        var filed = (await requests.FileAsync(HubHost.Ada, SubjectRequestKind.Erasure)).Request!;
        await using var window = await browser.OpenAsync(host, "privacy");
        var page = window.Page;
        _ = await page.GotoAsync("/hub/customers/C-1001");
        await page.GetByRole(AriaRole.Link, new() { Name = "Hold or erase" }).ClickAsync();
        await page.GetByLabel("Why?").FillAsync("claim 2026/4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Place the hold" }).ClickAsync();
        Assert.Contains("The hold is on record.", await page.Locator(".banner").InnerTextAsync(), StringComparison.Ordinal);
        await EraseAsync(page);
        Assert.Contains("Not erased", await page.Locator("[role=alert]").InnerTextAsync(), StringComparison.Ordinal);

        _ = await page.GotoAsync("/hub/customers/C-1001/privacy");
        await page.GetByLabel("Why?").FillAsync("claim 2026/4");
        await page.GetByRole(AriaRole.Button, new() { Name = "Release the hold" }).ClickAsync();
        _ = await page.GetByLabel("Does it answer a request?").SelectOptionAsync(filed.Number.ToString());

        // What is missing is told, and nothing is erased.
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase for ever" }).ClickAsync();
        Assert.Equal(["Enter the ground", "Choose what is to be kept", "This is not the id of this customer"], await page.Locator(".flaws li").AllInnerTextsAsync());
        await EraseAsync(page);
        Assert.StartsWith("Erased.", await page.Locator("[role=alert]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True((await host.Tracker.As(Actor.PrivacyManager("test")).Requests.FindAsync(filed.Number))!.IsAnsweredByErasure);
        Assert.False((await host.MayAsync(Purposes.Marketing.Automatic.Email)).IsPermitted);
        _ = await page.GotoAsync("/hub/customers");
        Assert.DoesNotContain("C-1001", await page.Locator("table").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_else_erases_by_any_address()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        foreach (var role in new[] { "operator", "dpo", "contact" })
        {
            using var client = await SecurityTests.ClientAsync(host, role, "C-1001");
            using var erased = await SecurityTests.PostAsync(client, role == "contact" ? "/preferences" : "/hub/customers", "/hub/customers/C-1001/erasure", new() { ["ground"] = "x", ["keeps"] = "Nothing", ["confirm"] = "C-1001" });
            Assert.Equal(HttpStatusCode.Forbidden, erased.StatusCode);
        }

        Assert.True((await host.MayAsync(Purposes.Marketing.Automatic.Email)).IsPermitted);
    }

    private static async Task EraseAsync(IPage page)
    {
        await page.GetByLabel("On which ground?").FillAsync("GDPR 17(1)(b)");
        await page.GetByLabel("That the id was erased").CheckAsync();
        await page.GetByLabel("Type the customer’s id").FillAsync("C-1001");
        await page.GetByRole(AriaRole.Button, new() { Name = "Erase for ever" }).ClickAsync();
    }
}
