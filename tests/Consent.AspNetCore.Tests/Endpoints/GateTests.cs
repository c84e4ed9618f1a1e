using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using static Consent.AspNetCore.Tests.ApiHost;

namespace Consent.AspNetCore.Tests.Endpoints;

/// <summary>Who is let in, and how the others are told.</summary>
public class GateTests
{
    private const string No = """{"statements":[{"say":"object","node":"marketing"}]}""";

    [Fact]
    public async Task Nobody_is_answered_401_and_never_sent_to_a_sign_in_page_also_under_a_fallback_policy()
    {
        await using var host = await StartAsync(services: s => s.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder("Cookies").RequireAuthenticatedUser().Build()));
        foreach (var path in new[] { "me", "contacts/ada", "log", "audience/toContact/marketing/count" })
        {
            var (status, body) = await ReadAsync(host.GetAsync(null, path));
            Assert.Equal((401, "NOT_SIGNED_IN"), (status, body.GetProperty("code").GetString()));
        }

        using var open = await host.GetAsync(null, "checkpoint");
        using var token = await host.GetAsync("ada", "me");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (open.StatusCode, token.StatusCode));
    }

    [Fact]
    public async Task What_a_cookie_signs_in_needs_the_antiforgery_header_to_change_anything()
    {
        await using var host = await StartAsync();
        var cookie = await host.CookieAsync("ada");
        Assert.Equal(200, (await ReadAsync(host.AsAsync(null, HttpMethod.Get, "/consents/me", headers: cookie))).Status);
        var (status, body) = await ReadAsync(host.PostAsync(null, "me/changes", No, cookie));
        Assert.Equal((400, "ANTIFORGERY"), (status, body.GetProperty("code").GetString()));

        using var page = await host.AsAsync(null, HttpMethod.Get, "/antiforgery", headers: cookie);
        var both = ("Cookie", $"{cookie.Value}; {page.Headers.GetValues("Set-Cookie").Single().Split(';')[0]}");
        Assert.Equal(201, (await ReadAsync(host.PostAsync(null, "me/changes", No, both, ("RequestVerificationToken", await page.Content.ReadAsStringAsync(Stop))))).Status);
        Assert.Equal(400, (await ReadAsync(host.PostAsync(null, "me/changes", No, both, ("RequestVerificationToken", "x")))).Status);
    }

    [Fact]
    public async Task A_policy_that_the_host_adds_to_the_group_holds()
    {
        await using var host = await StartAsync(map: app => app.MapConsentApi("/inside").RequireAuthorization(p => p.RequireAssertion(_ => false)));
        using var answer = await host.AsAsync("ada", HttpMethod.Get, "/inside/me");
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData(false, true, true, "AddConsentActors")]
    [InlineData(true, false, true, "AddConsentApi")]
    [InlineData(true, true, false, "AddAuthorization")]
    public async Task What_was_not_added_is_told_when_mapping(bool actors, bool api, bool authorization, string sentence)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        var consent = builder.Services.AddConsentTracking().UseInMemoryStore();
        _ = actors ? consent.AddConsentActors<Nobody>() : consent;
        _ = api ? consent.AddConsentApi() : consent;
        _ = authorization ? builder.Services.AddAuthorization() : builder.Services;
        await using var app = builder.Build();
        var error = Assert.Throws<InvalidOperationException>(() => app.MapConsentApi("/consents"));
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_runs_only_for_those_whose_data_may_be_used_so()
    {
        await using var host = await StartAsync(map: app => app.MapGet("/offers", () => "for you").RequireConsent(Purposes.Profiling.Online));
        foreach (var (who, code) in new[] { (null, "NOT_SIGNED_IN"), ("carl care", "NOT_PERMITTED"), ("ada", "CONSENT_NEVER_ASKED") })
        {
            Assert.Equal(code, (await ReadAsync(host.AsAsync(who, HttpMethod.Get, "/offers"))).Body.GetProperty("code").GetString());
        }

        await ReadAsync(host.PostAsync("ada", "me/form", """{"shown":{"profiling.online":false},"ticked":["profiling.online"],"notice":"v1","reference":"https://shop.example/form"}"""));
        using var answer = await host.AsAsync("ada", HttpMethod.Get, "/offers");
        Assert.Equal("for you", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData(true, "1")]
    [InlineData(false, "0")]
    [InlineData(false, "1, 1")]
    [InlineData(false, "true")]
    public async Task Global_Privacy_Control_is_the_header_with_one_and_nothing_else(bool expected, string value)
    {
        await using var host = await StartAsync(map: app => app.MapGet("/gpc", (HttpContext http) => $"{http.HasGlobalPrivacyControl()}"));
        using var answer = await host.AsAsync(null, HttpMethod.Get, "/gpc", headers: ("Sec-GPC", value));
        using var without = await host.AsAsync(null, HttpMethod.Get, "/gpc");
        Assert.Equal(($"{expected}", "False"), (await answer.Content.ReadAsStringAsync(Stop), await without.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task Many_changes_come_as_lines_and_each_is_answered_in_its_place()
    {
        await using var host = await StartAsync();
        const string Lines = """
            {"contact":"a","id":"1","statements":[{"say":"object","node":"marketing"}]}
            no json

            {"contact":"b","id":"2","extra":true,"statements":[{"say":"withdraw","node":"marketing.automatic.email"}]}
            {"contact":"c","statements":[{"say":"give","node":"marketing.automatic.email"}]}
            {"contact":"d","id":"4","statements":[{"say":"object","node":"marketing"}]}
            """;
        using var dry = await host.AsAsync("key:crm", HttpMethod.Post, "/consents/changes?dryRun=true", Lines, "application/x-ndjson");
        Assert.Equal("1 recorded 0|2 refused 1|3 recorded 1|4 refused 1|5 recorded 0", await OutcomesAsync(dry));
        Assert.Equal(0, (await ReadAsync(host.GetAsync("key:crm", "contacts/a"))).Body.GetProperty("flags").GetArrayLength());
        using var done = await host.AsAsync("key:crm", HttpMethod.Post, "/consents/changes", Lines, "application/x-ndjson");
        Assert.Equal("1 recorded 0|2 refused 1|3 recorded 1|4 refused 1|5 recorded 0", await OutcomesAsync(done));
        using var again = await host.AsAsync("key:crm", HttpMethod.Post, "/consents/changes", Lines, "application/x-ndjson");
        Assert.StartsWith("1 repeated 0|", await OutcomesAsync(again), StringComparison.Ordinal);
        using var refused = await host.AsAsync("carl care", HttpMethod.Post, "/consents/changes", Lines, "application/x-ndjson");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    private static async Task<string> OutcomesAsync(HttpResponseMessage answer) => string.Join('|', (await answer.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(l => System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(l)).Select(l => $"{l.GetProperty("line")} {l.GetProperty("outcome")} {l.GetProperty("flaws").GetArrayLength()}"));

    private sealed class Nobody : IConsentActorProvider
    {
        public ValueTask<ConsentActor> GetAsync(HttpContext context) => new(ConsentActor.Nobody);
    }
}
