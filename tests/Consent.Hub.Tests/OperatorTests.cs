using System.Net;
using Microsoft.Playwright;

namespace Consent.Hub.Tests;

public class OperatorTests(Browser browser)
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;

    [Fact]
    public async Task An_operator_finds_a_customer_and_records_what_they_say_without_any_script()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "operator");
        var page = window.Page;
        _ = await page.GotoAsync("/hub");
        await page.GetByLabel("Customer id").FillAsync("C-1001");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        var email = page.Locator("#marketing-automatic-email");
        Assert.Contains("Permitted.", await email.InnerTextAsync(), StringComparison.Ordinal);

        // A no needs nothing but the button.
        await email.GetByRole(AriaRole.Button, new() { Name = "Record a withdrawal" }).ClickAsync();
        Assert.Contains("No legal basis.", await email.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("2 March 2026, 09:30 UTC", await email.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(DecisionCode.ConsentWithdrawn, (await host.MayAsync(s_email)).Code);

        // A yes says who, how, when and why.
        host.Clock.Advance(TimeSpan.FromHours(1));
        await email.GetByRole(AriaRole.Link, new() { Name = "Record a consent" }).ClickAsync();
        await page.GetByLabel("In a recorded call").CheckAsync();
        await page.GetByLabel("Where can the proof be found?").FillAsync("recording 2026/117");
        _ = await page.GetByLabel("Privacy notice shown").SelectOptionAsync("v2");
        await page.GetByLabel("Why do you record it?").FillAsync("The customer called and asked for our offers.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record it" }).ClickAsync();
        Assert.Contains("Permitted.", await email.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("in a recorded call", await email.InnerTextAsync(), StringComparison.Ordinal);
        Assert.True((await host.MayAsync(s_email)).IsPermitted);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task An_objection_is_retracted_where_it_sits_and_a_limitation_lifted_by_the_controller()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "operator");
        var page = window.Page;
        _ = await page.GotoAsync("/hub/customers/C-1001");
        var section = page.Locator("section").Filter(new() { Has = page.Locator("#s-marketing-automatic") });
        await section.Locator("summary").ClickAsync();
        await section.GetByRole(AriaRole.Button, new() { Name = "Record an objection to everything here" }).ClickAsync();
        var sms = page.Locator("#marketing-automatic-sms");
        Assert.Contains("Said of: marketing by electronic", await sms.InnerTextAsync(), StringComparison.Ordinal);

        host.Clock.Advance(TimeSpan.FromDays(1));
        await sms.GetByRole(AriaRole.Link, new() { Name = "Retract the objection" }).ClickAsync();
        await FillAsync(page, "On signed paper");
        Assert.Equal(FlagValue.Inactive, (await GetAsync(host))[PurposePath.Parse("marketing.automatic")].Objection);

        await page.Locator("#profiling-online").GetByRole(AriaRole.Link, new() { Name = "Lift the" }).ClickAsync();
        await FillAsync(page, "We lift it ourselves");
        Assert.Equal(FlagValue.Inactive, (await GetAsync(host))[Purposes.Profiling.Online].Restriction);
    }

    [Fact]
    public async Task What_is_missing_is_told_beside_its_field_and_what_was_typed_stays()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "operator");
        var page = window.Page;
        _ = await page.GotoAsync("/hub/customers/C-1001/permit?act=give&node=marketing.automatic.sms");
        await page.GetByLabel("Where can the proof be found?").FillAsync("archive 7");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record it" }).ClickAsync();
        Assert.Equal("Enter why you record it", await page.Locator("#reason-flaw").InnerTextAsync());
        Assert.Equal("reason-hint reason-flaw", await page.Locator("#reason").GetAttributeAsync("aria-describedby"));
        Assert.Equal("Choose how the customer said it", await page.Locator("#method-flaw").InnerTextAsync());
        Assert.Equal("archive 7", await page.Locator("#reference").InputValueAsync());
        Assert.Equal(FlagValue.Inactive, (await GetAsync(host))[Purposes.Marketing.Automatic.Sms].Status);

        // What Core refuses, too: consent is given to purposes, and not to groups.
        _ = await page.GotoAsync("/hub/customers/C-1001/permit?act=give&node=marketing");
        await FillAsync(page, "On signed paper");
        Assert.Contains("group", await page.Locator(".flaws").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_operators_at_once_see_both_versions_and_nothing_is_recorded_until_one_says_so_again()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var first = await browser.OpenAsync(host, "operator", "first");
        await using var second = await browser.OpenAsync(host, "operator", "second");
        var page = first.Page;
        _ = await page.GotoAsync("/hub/customers/C-1001/permit?act=give&node=marketing.automatic.sms");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await second.Page.GotoAsync("/hub/customers/C-1001");
        await second.Page.Locator("#marketing-automatic-email").GetByRole(AriaRole.Button, new() { Name = "Record an objection" }).ClickAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        await FillAsync(page, "On signed paper");
        var row = page.Locator("table.versions tbody tr");
        Assert.Equal(1, await row.CountAsync());
        Assert.Equal(["Marketing by e-mail: Objection", "Never made", "Made, 2 March 2026, 09:31 UTC"], await row.Locator("th, td").AllInnerTextsAsync());
        Assert.Equal(FlagValue.Inactive, (await GetAsync(host))[Purposes.Marketing.Automatic.Sms].Status);
        Assert.Equal("archive 17", await page.Locator("#reference").InputValueAsync());

        await page.GetByRole(AriaRole.Button, new() { Name = "Record it all the same" }).ClickAsync();
        Assert.Equal(FlagValue.Active, (await GetAsync(host))[Purposes.Marketing.Automatic.Sms].Status);
    }

    [Fact]
    public async Task A_page_that_was_kept_open_still_records_a_no_as_a_new_act()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "operator");
        var page = window.Page;
        var kept = await window.Context.NewPageAsync();
        _ = await kept.GotoAsync("/hub/customers/C-1001");
        _ = await page.GotoAsync("/hub/customers/C-1001");
        await WithdrawAsync(page);
        host.Clock.Advance(TimeSpan.FromDays(1));
        var now = (Timestamp)host.Clock.GetUtcNow();
        _ = await host.Tracker.As(Actor.ForSelf(HubHost.Ada)).ApplyAsync(ConsentChange.For(HubHost.Ada).From(ChangeSource.SelfService).Give(s_email, now, Evidence.WebForm("https://shop.example")));
        Assert.True((await host.MayAsync(s_email)).IsPermitted);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await WithdrawAsync(kept);
        Assert.False((await host.MayAsync(s_email)).IsPermitted);

        static Task WithdrawAsync(IPage page) => page.Locator("#marketing-automatic-email").GetByRole(AriaRole.Button, new() { Name = "Record a withdrawal" }).ClickAsync();
    }

    [Fact]
    public async Task Customers_come_in_pages_and_an_address_stands_in_no_url()
    {
        await using var host = await HubHost.StartAsync();
        for (var i = 0; i < 30; i++)
        {
            var contact = ContactId.From($"C-{i:00}");
            _ = await host.Tracker.As(Actor.Operator("seed")).ApplyAsync(ConsentChange.For(contact).From(ChangeSource.UserInterface).Object(s_email));
        }

        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "operator");
        var page = window.Page;
        _ = await page.GotoAsync("/hub/customers");
        Assert.Equal(25, await page.Locator("tbody tr").CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Next page" }).ClickAsync();
        Assert.Equal(9, await page.Locator("tbody tr").CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "giulia@example.com" }).ClickAsync();
        Assert.DoesNotContain("giulia", page.Url, StringComparison.Ordinal);
        Assert.Equal("giulia@example.com", await page.Locator(".above .id").InnerTextAsync());
        _ = await page.GotoAsync("/hub/customers");
        await page.GetByLabel("Customer id").FillAsync("Giulia@Example.com");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        Assert.Equal("giulia@example.com", await page.Locator(".above .id").InnerTextAsync());
        Assert.Equal((int)HttpStatusCode.NotFound, (await page.GotoAsync("/hub/customers/giulia@example.com"))!.Status);
        Assert.DoesNotContain(host.Log, line => line.Contains("giulia", StringComparison.OrdinalIgnoreCase));
    }

    private static async Task FillAsync(IPage page, string method)
    {
        await page.GetByLabel(method).CheckAsync();
        await page.GetByLabel("Where can the proof be found?").FillAsync("archive 17");
        await page.GetByLabel("Why do you record it?").FillAsync("It came by post.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record it" }).ClickAsync();
    }

    private static ValueTask<ContactConsents> GetAsync(HubHost host) => host.Tracker.As(Actor.Operator("test")).GetAsync(HubHost.Ada);
}
