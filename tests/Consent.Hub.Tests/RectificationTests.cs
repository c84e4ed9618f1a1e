using System.Net;
using Microsoft.Playwright;

namespace Consent.Hub.Tests;

public class RectificationTests(Browser browser)
{
    [Fact]
    public async Task The_privacy_manager_takes_out_a_change_that_was_wrong()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "privacy");
        var page = window.Page;
        _ = await page.GotoAsync("/hub/customers/C-1001/privacy");
        await page.GetByRole(AriaRole.Link, new() { Name = "Put this customer’s record right" }).ClickAsync();
        var take = page.GetByRole(AriaRole.Button, new() { Name = "Take it out for good" });
        await take.ClickAsync();
        Assert.Equal(["Enter what was wrong with it", "Enter where it is shown", "Choose what was wrong, or enter the number of its entry"], await page.Locator(".flaws li").AllInnerTextsAsync());
        await page.GetByLabel("What was wrong with it?").FillAsync("the wrong person");
        await page.GetByLabel("Where is it shown?").FillAsync("case 7");
        await page.GetByLabel("Or another entry").FillAsync("99999");
        await take.ClickAsync();
        Assert.Contains("No change or link", await page.Locator(".flaws").InnerTextAsync(), StringComparison.Ordinal);
        Assert.True((await host.MayAsync(Purposes.Marketing.Automatic.Email)).IsPermitted);
        await page.GetByLabel("Or another entry").FillAsync("");
        await page.Locator("input[name=change]").First.CheckAsync();
        await take.ClickAsync();
        Assert.Equal("It was taken out, and counts no more.", (await page.Locator(".banner").InnerTextAsync()).Trim());
        Assert.False((await host.MayAsync(Purposes.Marketing.Automatic.Email)).IsPermitted);
        await page.GetByRole(AriaRole.Button, new() { Name = "Rebuild it" }).ClickAsync();
        Assert.Contains("Nothing is wrong with it", await page.Locator(".banner").InnerTextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(window.Complaints, c => !c.StartsWith("Failed to load resource", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("operator")]
    [InlineData("dpo")]
    [InlineData("contact")]
    public async Task Nobody_else_rectifies_by_any_address(string role)
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        var change = (await host.Tracker.As(Actor.DataProtectionOfficer("dpo")).GetAsync(HubHost.Ada)).Flags.First().InForce.Origin.Change;
        using var client = await SecurityTests.ClientAsync(host, role, "C-1001");
        using var page = await client.GetAsync("/hub/customers/C-1001/rectification");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        foreach (var path in new[] { "rectification", "rebuild" })
        {
            using var answer = await SecurityTests.PostAsync(client, role == "contact" ? "/preferences" : "/hub/customers", $"/hub/customers/C-1001/{path}", new() { ["change"] = change.Value, ["ground"] = "x", ["reference"] = "y" });
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.True((await host.MayAsync(Purposes.Marketing.Automatic.Email)).IsPermitted);
    }
}
