using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Consent.Hub.Tests;

public class SecurityTests
{
    private const string Attack = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";

    [Fact]
    public async Task A_form_that_is_not_ours_changes_nothing()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        using var client = await ClientAsync(host, "operator");
        foreach (var path in new[] { "/hub/customers", "/hub/customers/C-1001/protect", "/hub/customers/C-1001/permit" })
        {
            using var answer = await client.PostAsync(path, new FormUrlEncodedContent([new("act", "object"), new("node", "marketing"), new("id", "C-1001")]));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            using var json = await client.PostAsync(path, new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, json.StatusCode);
            using var malformed = new StringContent("--x\r\nnonsense");
            malformed.Headers.ContentType = new("multipart/form-data") { Parameters = { new("boundary", "y") } };
            using var broken = await client.PostAsync(path, malformed);
            Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        }

        Assert.Equal(FlagValue.Unset, (await host.Tracker.As(Actor.Operator("test")).GetAsync(HubHost.Ada))[PurposePath.Parse("marketing")].Objection);
    }

    [Theory]
    [InlineData("contact", HttpStatusCode.Forbidden)]
    [InlineData("program", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Redirect)]
    [InlineData("operator", HttpStatusCode.OK)]
    [InlineData("dpo", HttpStatusCode.OK)]
    [InlineData("privacy", HttpStatusCode.OK)]
    public async Task Customers_are_for_those_who_work_at_the_hosts(string? role, HttpStatusCode expected)
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        using var client = await ClientAsync(host, role);
        foreach (var path in new[] { "/hub/customers", "/hub/customers/C-1001", "/hub/customers/C-1001/permit?act=give&node=marketing.automatic.sms" })
        {
            using var answer = await client.GetAsync(path);
            Assert.Equal(expected, answer.StatusCode);
            if (expected != HttpStatusCode.OK)
            {
                var html = await answer.Content.ReadAsStringAsync();
                Assert.DoesNotContain("<table", html, StringComparison.Ordinal);
                Assert.DoesNotContain("purpose", html, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task The_officer_records_a_no_for_somebody_and_no_yes()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        using var client = await ClientAsync(host, "dpo");
        using var no = await PostAsync(client, "/hub/customers/C-1001", "/hub/customers/C-1001/protect", new() { ["act"] = "object", ["node"] = "all" });
        Assert.Equal(HttpStatusCode.SeeOther, no.StatusCode);
        using var yes = await PostAsync(client, "/hub/customers/C-1001/permit?act=retract&node=all", "/hub/customers/C-1001/permit", new()
        {
            ["act"] = "retract", ["node"] = "all", ["method"] = "paper", ["reference"] = "1", ["reason"] = "r", ["day"] = "2026-03-02", ["revision"] = $"{(await host.Tracker.As(Actor.Operator("test")).GetAsync(HubHost.Ada)).Revision}",
        });
        Assert.Equal(FlagValue.Active, (await host.Tracker.As(Actor.Operator("test")).GetAsync(HubHost.Ada))[PurposePath.All].Objection);
        Assert.NotEqual(HttpStatusCode.SeeOther, yes.StatusCode);
        Assert.DoesNotContain("permit?act", await client.GetStringAsync("/hub/customers/C-1001"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_text_becomes_markup()
    {
        await using var host = await HubHost.StartAsync(hub => hub.Name = Attack);
        var contact = ContactId.From(Attack);
        _ = await host.Tracker.As(Actor.ForSelf(contact)).ApplyAsync(ConsentChange.For(contact).From(ChangeSource.SelfService)
            .AcceptNotice(Attack, HubHost.Begin).Give(Purposes.Marketing.Automatic.Email, HubHost.Begin, new Evidence { ActedBy = ActingParty.Person, Method = Attack, Reference = Attack }));
        using var client = await ClientAsync(host, "operator");
        var list = await client.GetStringAsync("/hub/customers");
        var path = System.Text.RegularExpressions.Regex.Match(list, "/hub/customers/~[^\"]+").Value;
        Assert.NotEmpty(path);
        using var typed = await PostAsync(client, $"{path}/permit?act=give&node=marketing.automatic.sms", $"{path}/permit", new()
        {
            ["act"] = "give", ["node"] = "marketing.automatic.sms", ["revision"] = "00000000000000000000000000000000.0", ["reference"] = Attack, ["reason"] = Attack, ["day"] = Attack, ["method"] = Attack, ["notice"] = Attack, ["seen"] = Attack, ["change"] = Attack,
        });
        string[] pages = [list, await client.GetStringAsync(path), await typed.Content.ReadAsStringAsync(), await client.GetStringAsync($"{path}?became={Uri.EscapeDataString(Attack)}&told={Uri.EscapeDataString(Attack)}")];
        Assert.All(pages, html =>
        {
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task What_is_missing_when_mapping_is_an_error_that_says_so()
    {
        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(() => HubHost.StartAsync(map: app => app.MapGroup("/x").MapConsentHub()));
        Assert.Contains("Map the pages on the application", wrong.Message, StringComparison.Ordinal);
        var path = await Assert.ThrowsAsync<ArgumentException>(() => HubHost.StartAsync(map: app => app.MapConsentHub("hub/")));
        Assert.Contains("/hub", path.Message, StringComparison.Ordinal);
    }

    internal static async Task<HttpClient> ClientAsync(HubHost host, string? role, string id = "somebody")
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new(host.Origin) };
        if (role is not null)
        {
            using var signedIn = await client.GetAsync($"/test-sign-in/{role}/{id}");
        }

        return client;
    }

    /// <summary>Sends a form as the page at another path has it: with its token.</summary>
    internal static async Task<HttpResponseMessage> PostAsync(HttpClient client, string page, string path, Dictionary<string, string> fields)
    {
        var html = await client.GetStringAsync(page);
        fields["__RequestVerificationToken"] = System.Text.RegularExpressions.Regex.Match(html, "__RequestVerificationToken\" value=\"([^\"]+)").Groups[1].Value;
        return await client.PostAsync(path, new FormUrlEncodedContent(fields));
    }
}
