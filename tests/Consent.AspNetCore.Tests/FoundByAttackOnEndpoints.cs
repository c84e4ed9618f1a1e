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
    [InlineData("me/form", """{"shown":{"marketing.automatic.email":true},"ticked":[]}""")]
    [InlineData("me/requests", """{"kind":"objection"}""")]
    public async Task A_byte_order_mark_stops_no_no(string path, string body)
    {
        await using var host = await StartAsync();
        Assert.Equal(201, await BytesAsync(host, path, [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(body)], "application/json"));
    }

    [Theory]
    [InlineData("""{"shown":{"marketing.automatic.email":true},"shown":{},"ticked":[]}""")]
    [InlineData("""{"shown":{"marketing.automatic.email":true},"ticked":[],"ticked":["marketing.automatic.email"]}""")]
    [InlineData("""{"shown":{"marketing.automatic.email":true},"shown":{"marketing.automatic.email":false},"ticked":[]}""")]
    public async Task A_form_with_a_member_twice_loses_no_withdrawal_without_an_error(string body)
    {
        await using var host = await StartAsync();
        await ReadAsync(host.PostAsync("ada", "me/form", Form));
        var (status, _) = await ReadAsync(host.PostAsync("ada", "me/form", body));
        Assert.True(status == 400 || await CodeAsync(host) == "CONSENT_WITHDRAWN", $"{status} {await CodeAsync(host)}");
    }

    [Theory]
    [InlineData("\"true\"")]
    [InlineData("\"True\"")]
    public async Task A_box_that_was_shown_as_ticked_in_words_and_is_not_ticked_any_more_is_a_withdrawal(string shown)
    {
        await using var host = await StartAsync();
        await ReadAsync(host.PostAsync("ada", "me/form", Form));
        var (status, _) = await ReadAsync(host.PostAsync("ada", "me/form", $$"""{"shown":{"marketing.automatic.email":{{shown}}},"ticked":[]}"""));
        Assert.Equal((201, "CONSENT_WITHDRAWN"), (status, await CodeAsync(host)));
    }

    [Theory]
    [InlineData("R-0123456789abcdef0123456789abcdef", 404)]
    [InlineData("r-0123456789abcdef0123456789abcde", 400)]
    [InlineData("r-0123456789abcdef0123456789abcdef0", 400)]
    public async Task A_mistyped_number_of_a_record_is_nobodys_id(string number, int expected)
    {
        await using var host = await StartAsync();
        var (status, _) = await ReadAsync(host.PostAsync("carl care", $"contacts/{number}/changes", $$"""{"statements":[{{Object}}]}"""));
        Assert.Equal(expected, status);
    }

    [Theory]
    [InlineData("""{"kind":"objection","kind":"access"}""")]
    [InlineData("""{"kind":"objection","nodes":["marketing.automatic.email"],"nodes":[]}""")]
    [InlineData("""{"kind":"objection","nodes":["marketing.automatic.email","marketing.automatic.nowhere"]}""")]
    [InlineData("""{"kind":"objection","nodes":null}""")]
    [InlineData("""{"kind":"objection","receivedAt":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{"kind":"restriction","nodes":[1,2,"marketing"],"x":[[[[[]]]]]}""")]
    public async Task A_request_loses_no_no_without_an_error(string body)
    {
        await using var host = await StartAsync();
        await ReadAsync(host.PostAsync("ada", "me/form", Form));
        foreach (var (who, path) in new[] { ("ada", "me/requests"), ("carl care", "contacts/ada/requests") })
        {
            var (status, _) = await ReadAsync(host.PostAsync(who, path, body));
            Assert.True(status == 400 || await CodeAsync(host) is "OBJECTED" or "RESTRICTED", $"{status} {await CodeAsync(host)}");
        }
    }

    [Theory]
    [InlineData("notice", 5_000)]
    [InlineData("reference", 5_000)]
    [InlineData("reason", 5_000)]
    [InlineData("notice", 0)]
    [InlineData("reference", 0)]
    [InlineData("reason", 0)]
    public async Task An_odd_text_in_a_form_stops_no_withdrawal(string member, int length)
    {
        await using var host = await StartAsync();
        await ReadAsync(host.PostAsync("ada", "me/form", Form));
        var text = length == 0 ? "\\u0000a\\u0000" : new string('x', length);
        var (status, _) = await ReadAsync(host.PostAsync("ada", "me/form", $$"""{"shown":{"{{Email}}":true,"{{Sms}}":false},"ticked":["{{Sms}}"],"{{member}}":"{{text}}"}"""));
        Assert.Equal((201, "CONSENT_WITHDRAWN"), (status, await CodeAsync(host)));
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

    [Theory]
    [InlineData("key:crm", "contacts/find")]
    [InlineData("pia privacy", "contacts/ada/hold")]
    [InlineData("pia privacy", "contacts/ada/erasure")]
    [InlineData("key:crm", "contacts/ada/links")]
    [InlineData("key:crm", "decisions")]
    public async Task A_problem_quotes_nothing_of_what_came(string who, string path)
    {
        await using var host = await StartAsync();
        foreach (var body in new[] { """{"ada.secret@shop.example":1}""", """{"contact":"x","ada.secret@shop.example":{"ada.secret@shop.example":1}}""", """{"reason":{"ada.secret@shop.example":1}}""", """{"other":["ada.secret@shop.example"]}""" })
        {
            using var answer = await host.PostAsync(who, path, body);
            Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_used_before_loses_no_no_and_gives_no_yes()
    {
        await using var host = await StartAsync();
        var key = ("Idempotency-Key", "k");
        await ReadAsync(host.PostAsync("ada", "me/changes", $$"""{"unknown":1,"statements":[{{ObjectSms}}]}""", key));
        Assert.Equal(201, (await ReadAsync(host.PostAsync("ada", "me/changes", $$"""{"unknown":1,"statements":[{{Object}}]}""", key))).Status);
        Assert.Equal("OBJECTED", await CodeAsync(host));

        await ReadAsync(host.PostAsync("bob", "me/changes", $$"""{ {{Accepted}} "statements":[{{Give}}]}""", key));
        var (status, _) = await ReadAsync(host.PostAsync("bob", "me/changes", $$"""{"statements":[{{Give.Replace("email", "sms", StringComparison.Ordinal)}},{{Object}}]}""", key));
        Assert.Equal((201, "OBJECTED"), (status, await CodeAsync(host, "bob")));
        Assert.NotEqual("CONSENT", await CodeAsync(host, "bob", Sms));
    }

    [Fact]
    public async Task A_request_under_a_used_key_loses_no_no()
    {
        await using var host = await StartAsync();
        var key = ("Idempotency-Key", "k");
        await ReadAsync(host.PostAsync("ada", "me/changes", $$"""{ {{Accepted}} "statements":[{{Give}}]}""", key));
        await ReadAsync(host.PostAsync("ada", "me/requests", """{"kind":"access"}""", key));
        await ReadAsync(host.PostAsync("ada", "me/requests", $$"""{"kind":"objection","nodes":["{{Sms}}"]}""", key));
        var (status, answer) = await ReadAsync(host.PostAsync("ada", "me/requests", $$"""{"kind":"objection","nodes":["{{Email}}"]}""", key));
        Assert.True(status is 200 or 201, $"{status} {answer}");
        Assert.Equal("OBJECTED", await CodeAsync(host));
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

    [Theory]
    [InlineData("key:crm", "audience/toContact/marketing.automatic.email?jurisdiction=")]
    [InlineData("key:crm", "audience/toContact/marketing.automatic.email?jurisdiction=%20")]
    [InlineData("key:crm", "audience/toContact/marketing.automatic.email?jurisdiction=nowhere")]
    [InlineData("key:crm", "audience/toContact/marketing.automatic.email/count?jurisdiction=")]
    [InlineData("key:crm", "audience/toContact/nowhere.at.all")]
    [InlineData("key:crm", "contacts/ada/preferences?under=nowhere")]
    [InlineData("dora dpo", "log?to=-1")]
    [InlineData("dora dpo", "log?from=9223372036854775807")]
    [InlineData("dora dpo", "contacts/ada/as-of?at=0001-01-01T00:00:00Z")]
    [InlineData("dora dpo", "contacts/ada/as-of?at=9999-12-31T23:59:59.9999999Z&knownAt=0001-01-01T00:00:00Z")]
    [InlineData("dora dpo", "requests/00000000000000000000000000000000")]
    [InlineData("ada", "me/receipts/%7f")]
    [InlineData("ada", "me/preferences?under=%00")]
    public async Task An_odd_address_is_no_500(string who, string path)
    {
        await using var host = await StartAsync();
        using var answer = await host.GetAsync(who, path);
        Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode}");
        Assert.True((int)answer.StatusCode < 400 || answer.Content.Headers.ContentType?.MediaType == "application/problem+json", "no problem details");
    }

    [Theory]
    [InlineData("key:crm", "contacts/ada/links", """{"other":"bob","at":"0001-01-01T00:00:00Z","reason":"%L"}""")]
    [InlineData("key:crm", "contacts/ada/links", """{"other":"bob","at":"9999-12-31T23:59:59Z","id":"%L"}""")]
    [InlineData("key:crm", "contacts/ada/links", """{"other":null,"at":"2026-01-01T00:00:00Z"}""")]
    [InlineData("pia privacy", "contacts/ada/erasure", """{"ground":null}""")]
    [InlineData("pia privacy", "contacts/ada/erasure", """{"ground":"x","keeps":5}""")]
    [InlineData("pia privacy", "contacts/ada/hold", """{"reason":null}""")]
    [InlineData("pia privacy", "contacts/ada/hold", """{"reason":"a\ud800"}""")]
    [InlineData("pia privacy", "contacts/ada/rectification", """{"ground":"x","reference":"\ud800","index":1}""")]
    [InlineData("pia privacy", "contacts/ada/rectification", """{"ground":"x","reference":"y","index":9223372036854775807}""")]
    [InlineData("pia privacy", "requests/00000000000000000000000000000001/refusal", """{"refusal":"none","reason":"%L"}""")]
    [InlineData("pia privacy", "requests/00000000000000000000000000000001/refusal", """{"refusal":5}""")]
    [InlineData("key:crm", "contacts/find", """{"phone":"%L"}""")]
    [InlineData("key:crm", "contacts/find", """{"email":"%L@x.y"}""")]
    [InlineData("key:crm", "decisions", "[]")]
    [InlineData("key:crm", "decisions?explain=true", "[]")]
    [InlineData("key:crm", "decisions", """{"operation":"toContact","contact":"ada","purpose":"marketing.automatic.email","jurisdictions":["",null]}""")]
    [InlineData("ada", "me/requests", """{"kind":"access","nodes":["marketing"]}""")]
    [InlineData("ada", "me/requests", """{"kind":"none"}""")]
    [InlineData("ada", "me/requests", """{"kind":5}""")]
    public async Task An_odd_body_is_no_500(string who, string path, string body)
    {
        await using var host = await StartAsync();
        var (status, answer) = await ReadAsync(host.PostAsync(who, path, body.Replace("%L", new string('x', 5_000), StringComparison.Ordinal)));
        Assert.True(status < 500, $"{status} {answer}");
    }

    [Theory]
    [InlineData("me/changes")]
    [InlineData("me/form")]
    [InlineData("me/requests")]
    [InlineData("decisions")]
    [InlineData("contacts/find")]
    public async Task A_deep_body_is_400(string path)
    {
        await using var host = await StartAsync();
        foreach (var body in new[] { new string('[', 200_000), string.Concat(Enumerable.Repeat("{\"a\":", 100_000)) })
        {
            Assert.Equal(400, (await ReadAsync(host.PostAsync("ada", path, body))).Status);
        }
    }

    [Fact]
    public async Task Who_calls_themselves_by_the_name_of_a_closed_id_is_nobody()
    {
        await using var host = await StartAsync();
        foreach (var name in new[] { HashedPoint.NameOf(Sha256Digest.Of("x"u8)), ClosedId.NameOf(Sha256Digest.Of("x"u8)) })
        {
            Assert.Equal(401, (await ReadAsync(host.GetAsync(name.Value, "me"))).Status);
            Assert.Equal(401, (await ReadAsync(host.PostAsync(name.Value, "me/form", Form))).Status);
        }
    }

    [Fact]
    public async Task The_number_of_an_erased_record_names_nobody()
    {
        await using var host = await StartAsync();
        await ReadAsync(host.PostAsync("ada", "me/changes", $$"""{"statements":[{{Object}}]}"""));
        var number = await NumberAsync(host, "ada");
        Assert.Equal(200, (await ReadAsync(host.PostAsync("pia privacy", "contacts/ada/erasure", """{"ground":"art. 17"}"""))).Status);
        Assert.Equal(404, (await ReadAsync(host.GetAsync("key:crm", $"contacts/{number}"))).Status);
        Assert.Equal(404, (await ReadAsync(host.PostAsync("key:crm", $"contacts/{number}/form", $$"""{"shown":{"{{Email}}":true},"ticked":[]}"""))).Status);
    }

    [Theory]
    [InlineData("me/changes")]
    [InlineData("me/form")]
    [InlineData("decisions")]
    public async Task A_body_that_the_server_refuses_is_told_with_its_status_as_a_problem(string path)
    {
        await using var host = await StartAsync(map: app => app.Use(next => http =>
        {
            http.Request.Body = new TooLarge();
            return next(http);
        }));
        var (status, answer) = await ReadAsync(host.PostAsync("ada", path, "{}"));
        Assert.Equal((413, "BODY_REFUSED"), (status, answer.GetProperty("code").GetString()));
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

    /// <summary>A body beyond the server's limit, as Kestrel tells it.</summary>
    private sealed class TooLarge : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => throw new Microsoft.AspNetCore.Http.BadHttpRequestException("Request body too large.", 413);
    }
}
