using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;
using static Consent.AspNetCore.Tests.ApiHost;

namespace Consent.AspNetCore.Tests;

/// <summary>What attacks on the endpoints found.</summary>
public class FoundByAttackOnEndpoints
{
    private const string Email = "marketing.automatic.email";
    private const string Sms = "marketing.automatic.sms";
    private const string Give = """{"say":"give","node":"marketing.automatic.email","at":"2026-01-01T11:00:00Z","notice":"v1","evidence":{"actedBy":"person","method":"web form","reference":"https://shop.example"}}""";
    private const string Object = """{"say":"object","node":"marketing.automatic.email"}""";
    private const string ObjectSms = """{"say":"object","node":"marketing.automatic.sms"}""";
    private const string Accepted = """ "acceptance":{"version":"v1","acceptedAt":"2026-01-01T11:00:00Z"}, """;
    private const string Form = """{"shown":{"marketing.automatic.email":false},"ticked":["marketing.automatic.email"],"notice":"v1","reference":"https://shop.example/form"}""";

    [Theory]
    [InlineData("text/plain", "")]
    [InlineData("application/x-www-form-urlencoded", "")]
    [InlineData("application/json; charset=iso-8859-1", "")]
    [InlineData("nonsense", "")]
    [InlineData("application/xml", "Content-Encoding: identity")]
    [InlineData("application/json", "Expect: nonsense")]
    public async Task A_no_is_recorded_whatever_its_content_type(string type, string header)
    {
        await using var host = await StartAsync();
        foreach (var path in new[] { "me/changes", "contacts/ada/changes", "contacts/changes" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/consents/{path}") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes($$"""{"contact":"ada","statements":[{{Object}}]}""")) };
            request.Headers.TryAddWithoutValidation("Authorization", "ada");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            if (header.Split(": ") is [var name, var value])
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var answer = await host.Client.SendAsync(request, Stop);
            Assert.True((int)answer.StatusCode is 200 or 201, $"{path} {answer.StatusCode}");
        }

        Assert.Equal("OBJECTED", await CodeAsync(host));
    }

    [Theory]
    [InlineData("key:crm", """{"source":"selfService","statements":[%O]}""")]
    [InlineData("carl care", """{"source":"selfService","statements":[%G,%O]}""")]
    [InlineData("carl care", """{"source":"import","document":{},"statements":[%G,%O]}""")]
    [InlineData("pia privacy", """{"statements":[%G,%O]}""")]
    [InlineData("ada", """{"source":"import","id":"x","expectedRevision":"nonsense","statements":[%G,%O]}""")]
    [InlineData("ada", """{"statements":[%O],"asked":[{"purpose":"nowhere"}],"document":5}""")]
    public async Task A_no_beside_what_the_sender_may_not_say_is_recorded(string who, string body)
    {
        await using var host = await StartAsync();
        var (status, _) = await ReadAsync(host.PostAsync(who, "contacts/ada/changes", body.Replace("%G", Give, StringComparison.Ordinal).Replace("%O", Object, StringComparison.Ordinal)));
        Assert.Equal((201, "OBJECTED"), (status, await CodeAsync(host)));
    }

    [Fact]
    public async Task A_program_cannot_say_that_the_person_said_it_in_person()
    {
        await using var host = await StartAsync();
        await ReadAsync(host.PostAsync("key:crm", "contacts/ada/changes", $$"""{"source":"selfService",{{Accepted}}"statements":[{{Give}}]}"""));
        Assert.NotEqual("selfService", await SourceAsync(host));
    }

    [Fact]
    public async Task A_contact_cannot_say_that_somebody_elses_address_is_confirmed()
    {
        await using var host = await StartAsync(services: s => s.Configure<ConsentTrackingOptions>(o => o.Jurisdiction = Jurisdiction.EuropeanUnion.With(law => law.DoubleOptIn(new() { Since = Timestamp.Parse("2025-01-01T00:00:00.000000Z") }))));
        var victim = ContactPoint.Email("victim@shop.example");
        var forged = Give.Replace("\"method\"", $"\"confirmed\":true,\"confirmedPoint\":\"{victim.Sha256}\",\"method\"", StringComparison.Ordinal);
        await ReadAsync(host.PostAsync("ada", "me/changes", $$"""{ {{Accepted}} "statements":[{{forged}}]}"""));
        var decision = await host.Services.GetRequiredService<ConsentTracker>().DecideAsync(ProcessingRequest.ToContact(ContactId.From("ada"), Purposes.Marketing.Automatic.Email).At(victim), Stop);
        Assert.False(decision.IsPermitted, decision.Code.ToString());
    }

    [Fact]
    public async Task A_clerk_who_is_a_contact_too_says_of_others_nothing_as_themselves()
    {
        await using var host = await StartAsync(consent: c => c.AddConsentActors<Both>());
        await ReadAsync(host.PostAsync("both", "contacts/bob/form", Form[..^1] + ",\"reason\":\"called\"}"));
        await ReadAsync(host.PostAsync("both", "contacts/ada/changes", $$"""{"reason":"called", {{Accepted}} "statements":[{{Give}}]}"""));
        Assert.Equal("userInterface", await SourceAsync(host, "ada"));
        Assert.Equal("userInterface", await SourceAsync(host, "bob"));
    }

    [Theory]
    [InlineData("changes", "no json")]
    [InlineData("changes", """{"contact":"bob","statements":[{"say":"object","node":"marketing"}]}""")]
    [InlineData("form", "{}")]
    [InlineData("requests", "{}")]
    [InlineData("links", "{}")]
    [InlineData("preview", "{}")]
    public async Task A_broken_body_does_not_tell_whether_a_record_exists(string path, string body)
    {
        await using var host = await StartAsync();
        await ReadAsync(host.PostAsync("bob", "me/changes", $$"""{"statements":[{{Object}}]}"""));
        await ReadAsync(host.PostAsync("ada", "me/changes", $$"""{"statements":[{{Object}}]}"""));
        var answers = new HashSet<string>();
        foreach (var named in new[] { await NumberAsync(host, "ada"), await NumberAsync(host, "bob"), $"r-{Guid.NewGuid():n}" })
        {
            var (status, answer) = await ReadAsync(host.PostAsync("eve", $"contacts/{named}/{path}", body));
            answers.Add($"{status} {answer}");
        }

        Assert.Single(answers);
    }

    [Fact]
    public async Task An_overlong_line_loses_no_other_line_and_each_is_answered()
    {
        await using var host = await StartAsync();
        var lines = $$"""
            {"contact":"ada","statements":[{{Object}}]}
            {"contact":"bob","reason":"{{new string('x', 3 << 20)}}","statements":[{{Object}}]}
            {"contact":"cleo","source":"selfService","statements":[{{Object}}]}
            """;
        using var answer = await host.AsAsync("key:crm", HttpMethod.Post, "/consents/changes", lines, "application/x-ndjson");
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Equal(("OBJECTED", "OBJECTED", 3), (await CodeAsync(host), await CodeAsync(host, "cleo"), text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"contact":"\ud800","statements":[]}""")]
    [InlineData("""{"contact":"bob","id":5,"source":"selfService","statements":[{"say":"give"}]}""")]
    public async Task A_broken_line_loses_no_other_line(string broken)
    {
        await using var host = await StartAsync();
        using var answer = await host.AsAsync("key:crm", HttpMethod.Post, "/consents/changes", $$"""
            {{broken}}
            {"contact":"ada","statements":[{{Object}}]}
            {{broken}}
            """, "application/x-ndjson");
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Equal(("OBJECTED", 3), (await CodeAsync(host), text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    private static async Task<int> BytesAsync(ApiHost host, string path, byte[] body, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/consents/{path}") { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation("Authorization", "ada");
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await host.Client.SendAsync(request, Stop);
        return (int)answer.StatusCode;
    }

    private static async Task<string?> NumberAsync(ApiHost host, string who) => (await ReadAsync(host.PostAsync("key:crm", "contacts/find", $$"""{"contact":"{{who}}"}"""))).Body.GetProperty("record").GetString();

    private static async Task<string?> CodeAsync(ApiHost host, string who = "ada", string purpose = Email) =>
        (await ReadAsync(host.PostAsync("key:crm", "decisions", $$"""{"operation":"toContact","contact":"{{who}}","purpose":"{{purpose}}"}"""))).Body.GetProperty("code").GetString();

    private static async Task<string?> SourceAsync(ApiHost host, string who = "ada") =>
        (await ReadAsync(host.GetAsync("dora dpo", $"contacts/{who}/history"))).Body is { ValueKind: JsonValueKind.Array } all && all.GetArrayLength() > 0 && all[0].GetProperty("facts").TryGetProperty("source", out var source) ? source.GetString() : null;

    /// <summary>A clerk who shops here, too.</summary>
    private sealed class Both : IConsentActorProvider
    {
        public ValueTask<ConsentActor> GetAsync(Microsoft.AspNetCore.Http.HttpContext context) => new(context.Request.Headers.Authorization.ToString() switch
        {
            "both" => new ConsentActor(Actor.ForSelf(ContactId.From("carl")).Also(ActorRole.Operator), isSentByBrowser: false),
            "dora dpo" => new ConsentActor(Actor.DataProtectionOfficer("dora"), isSentByBrowser: false),
            _ => ConsentActor.Nobody,
        });
    }
}
