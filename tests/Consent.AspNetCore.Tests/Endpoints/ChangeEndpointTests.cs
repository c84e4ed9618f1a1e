using System.Net;
using System.Text.Json;
using Consent.Storage.InMemory;
using Consent.Testing;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;
using static Consent.AspNetCore.Tests.ApiHost;

namespace Consent.AspNetCore.Tests.Endpoints;

/// <summary>Changes over HTTP: a no is recorded whatever is wrong around it, and the status says whether anything was.</summary>
public class ChangeEndpointTests
{
    private const string Give = """{"say":"give","node":"marketing.automatic.email","at":"2026-01-01T11:00:00Z","notice":"v1","evidence":{"actedBy":"person","method":"web form","reference":"https://shop.example"}}""";
    private const string Object = """{"say":"object","node":"marketing.automatic.email"}""";
    private const string Accepted = """ "acceptance":{"version":"v1","acceptedAt":"2026-01-01T11:00:00Z"}, """;

    [Fact]
    public async Task A_signed_in_contact_gives_and_withdraws_at_their_own_address()
    {
        await using var host = await StartAsync();
        var (status, body) = await ReadAsync(host.PostAsync("ada", "me/changes", $$"""{ {{Accepted}} "statements":[{{Give}}]}"""));
        Assert.Equal((201, true), (status, body.GetProperty("isFullyInForce").GetBoolean()));
        Assert.Equal("CONSENT", await CodeAsync(host));
        (status, body) = await ReadAsync(host.PostAsync("ada", "contacts/ada/changes", """{"statements":[{"say":"withdraw","node":"marketing.automatic.email"}]}"""));
        Assert.Equal(201, status);
        Assert.Equal("CONSENT_WITHDRAWN", await CodeAsync(host));
    }

    [Theory]
    [InlineData("""{"statements":[%G,%O]""")]
    [InlineData("""{"contact":5,"statements":[%O]}""")]
    [InlineData("""{"unknown":1,"statements":[{"say":"give","node":"marketing.profiling"},%O]}""")]
    [InlineData("""{"statements":[{"say":"object","node":"marketing.automatic.email","at":"someday"}]}""")]
    public async Task Whatever_is_wrong_around_a_no_it_is_recorded_and_the_rest_is_told_with_its_path(string body)
    {
        await using var host = await StartAsync();
        var (status, answer) = await ReadAsync(host.PostAsync("key:crm", "contacts/ada/changes", body.Replace("%G", Give, StringComparison.Ordinal).Replace("%O", Object, StringComparison.Ordinal)));
        Assert.Equal((201, false), (status, answer.GetProperty("isFullyInForce").GetBoolean()));
        Assert.StartsWith("$", answer.GetProperty("flaws")[0].GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Equal("OBJECTED", await CodeAsync(host));
    }

    [Theory]
    [InlineData("""{"statements":[]""")]
    [InlineData("no json")]
    [InlineData("""{"contact":"bob","statements":[{"say":"object","node":"marketing"}]}""")]
    [InlineData("""{"statements":[{"say":"give","node":"marketing.automatic.email"}]}""")]
    public async Task Where_no_contact_or_no_no_can_be_read_it_is_400_with_a_path(string body)
    {
        await using var host = await StartAsync();
        var (status, answer) = await ReadAsync(host.PostAsync("key:crm", "contacts/ada/changes", body));
        Assert.Equal((400, "urn:consent:UNREADABLE"), (status, answer.GetProperty("type").GetString()));
        Assert.StartsWith("$", answer.GetProperty("path").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_in_the_url_has_its_noes_recorded_and_nothing_else()
    {
        await using var host = await StartAsync();
        var id = Uri.EscapeDataString(ContactPoint.Email("ada@shop.example").Id.Value);
        Assert.Equal(400, (await ReadAsync(host.PostAsync("key:crm", $"contacts/{id}/changes", $$"""{"statements":[{{Give}}]}"""))).Status);
        var (status, answer) = await ReadAsync(host.PostAsync("key:crm", $"contacts/{id}/changes", $$"""{"statements":[{{Give}},{{Object}}]}"""));
        Assert.Equal((201, 1), (status, answer.GetProperty("refusedStatements").GetInt32()));
        Assert.Equal("ADDRESS_IN_URL", (await ReadAsync(host.GetAsync("key:crm", $"contacts/{id}"))).Body.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_no_of_another_content_type_is_a_no(string type)
    {
        await using var host = await StartAsync();
        using var answer = await host.AsAsync("ada", HttpMethod.Post, "/consents/me/changes", $$"""{"statements":[{{Object}}]}""", type);
        Assert.Equal((HttpStatusCode.Created, "OBJECTED"), (answer.StatusCode, await CodeAsync(host)));
    }

    [Theory]
    [InlineData("a%252Fb")]
    [InlineData("a%2Fb")]
    [InlineData("%20")]
    public async Task What_could_name_another_is_nobody(string contact)
    {
        await using var host = await StartAsync();
        Assert.Equal("NO_CONTACT", (await ReadAsync(host.PostAsync("key:crm", $"contacts/{contact}/changes", $$"""{"statements":[{{Object}}]}"""))).Body.GetProperty("code").GetString());
    }

    [Fact]
    public async Task The_name_of_a_closed_id_is_no_contacts()
    {
        await using var host = await StartAsync();
        var name = Uri.EscapeDataString(HashedPoint.NameOf(Sha256Digest.Of("x"u8)).Value);
        foreach (var path in new[] { "changes", "form", "requests", "preview" })
        {
            var (status, body) = await ReadAsync(host.PostAsync("carl care", $"contacts/{name}/{path}", "{}"));
            Assert.Equal((path, 400, "NO_CONTACT"), (path, status, body.GetProperty("code").GetString()));
        }
    }

    [Theory]
    [InlineData("me/form", """{"shown":{"\ud800":true},"ticked":[]}""")]
    [InlineData("me/requests", """{"kind":"\ud800"}""")]
    [InlineData("decisions", """[{"operation":"\ud800"}]""")]
    [InlineData("contacts/find", """{"contact":"\ud800"}""")]
    [InlineData("contacts/changes", """{"contact":"\ud800"}""")]
    [InlineData("me/form", "")]
    [InlineData("decisions", "null")]
    public async Task What_is_no_text_or_no_JSON_is_400(string path, string body)
    {
        await using var host = await StartAsync();
        Assert.Equal((path, 400), (path, (await ReadAsync(host.PostAsync("ada", path, body))).Status));
    }

    [Fact]
    public async Task A_retry_under_the_same_key_is_repeated_and_another_content_is_a_conflict()
    {
        await using var host = await StartAsync();
        var body = $$"""{"contact":"ada", {{Accepted}} "statements":[{{Give}}]}""";
        var key = ("Idempotency-Key", "form-1");
        Assert.Equal(201, (await ReadAsync(host.PostAsync("key:crm", "contacts/changes", body, key))).Status);
        var (status, again) = await ReadAsync(host.PostAsync("key:crm", "contacts/changes", body, key));
        Assert.Equal((200, "repeated"), (status, again.GetProperty("result").GetProperty("outcome").GetString()));
        Assert.Equal(201, (await ReadAsync(host.PostAsync("key:other", "contacts/changes", body.Replace("11:00", "11:30", StringComparison.Ordinal), key))).Status);
        (status, var reused) = await ReadAsync(host.PostAsync("key:crm", "contacts/changes", body.Replace("11:00", "11:40", StringComparison.Ordinal), key));
        Assert.Equal((409, "CHANGE_ID_REUSED"), (status, reused.GetProperty("code").GetString()));

        (status, var noes) = await ReadAsync(host.PostAsync("key:crm", "contacts/changes", $$"""{"contact":"ada","statements":[{{Object}}]}""", ("Idempotency-Key", new string('x', 256))));
        Assert.Equal((201, 1), (status, noes.GetProperty("flaws").GetArrayLength()));
    }

    [Fact]
    public async Task A_stale_revision_is_412_with_nothing_recorded_and_with_a_no_201_and_the_code()
    {
        await using var host = await StartAsync();
        using var first = await host.GetAsync("key:crm", "contacts/ada");
        var tag = first.Headers.ETag!.ToString();
        Assert.Equal(201, (await ReadAsync(host.PostAsync("key:crm", "contacts/ada/changes", """{"statements":[{"say":"object","node":"marketing.traditional"}]}""", ("If-Match", tag)))).Status);
        foreach (var stale in new[] { tag, "\"nonsense\"", "W/" + tag })
        {
            var (status, refused) = await ReadAsync(host.PostAsync("key:crm", "contacts/ada/changes", $$"""{"statements":[{{Give}}]}""", ("If-Match", stale)));
            Assert.Equal((412, "REVISION_CONFLICT"), (status, refused.GetProperty("code").GetString()));
        }

        var (mixed, answer) = await ReadAsync(host.PostAsync("key:crm", "contacts/ada/changes", $$"""{"statements":[{{Give}},{{Object}}]}""", ("If-Match", tag)));
        Assert.Equal((201, "REVISION_CONFLICT"), (mixed, answer.GetProperty("result").GetProperty("code").GetString()));
        Assert.True(answer.GetProperty("words").TryGetProperty("REVISION_CONFLICT", out _));
    }

    [Fact]
    public async Task An_operator_needs_a_reason_for_a_yes_and_none_for_a_no_and_a_preview_records_nothing()
    {
        await using var host = await StartAsync();
        Assert.Equal("REASON_REQUIRED", (await ReadAsync(host.PostAsync("carl care", "contacts/ada/changes", $$"""{"statements":[{{Give}}]}"""))).Body.GetProperty("code").GetString());
        var (status, body) = await ReadAsync(host.PostAsync("carl care", "contacts/ada/preview", $$"""{"statements":[{{Object}}]}"""));
        Assert.Equal((200, "recorded"), (status, body.GetProperty("result").GetProperty("outcome").GetString()));
        Assert.NotEqual("OBJECTED", await CodeAsync(host));
        Assert.Equal(201, (await ReadAsync(host.PostAsync("carl care", "contacts/ada/changes", $$"""{"statements":[{{Object}}]}"""))).Status);
    }

    [Fact]
    public async Task Another_contact_is_403_without_a_word_on_whether_they_exist()
    {
        await using var host = await StartAsync();
        await ReadAsync(host.PostAsync("ada", "me/changes", $$"""{"statements":[{{Object}}]}"""));
        var number = (await ReadAsync(host.PostAsync("key:crm", "contacts/find", """{"contact":"ada"}"""))).Body.GetProperty("record").GetString();
        var answers = new List<string>();
        foreach (var named in new[] { "ada", "nobody", number, $"r-{Guid.NewGuid():n}" })
        {
            using var answer = await host.GetAsync("eve", $"contacts/{named}");
            answers.Add($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync(Stop)}");
        }

        Assert.StartsWith("Forbidden", Assert.Single(answers.Distinct()), StringComparison.Ordinal);
        Assert.Equal(200, (await ReadAsync(host.GetAsync("carl care", $"contacts/{number}"))).Status);
        Assert.Equal(404, (await ReadAsync(host.GetAsync("carl care", $"contacts/r-{Guid.NewGuid():n}"))).Status);
    }

    [Fact]
    public async Task A_form_says_what_differs_from_what_was_shown()
    {
        await using var host = await StartAsync();
        var (status, body) = await ReadAsync(host.PostAsync("ada", "me/form", """{"shown":{"marketing.automatic.email":false,"marketing.automatic.sms":false},"ticked":["marketing.automatic.email"],"notice":"v1","reference":"https://shop.example/form"}"""));
        Assert.Equal((201, 1), (status, body.GetProperty("result").GetProperty("statements").GetArrayLength()));
        Assert.Equal("CONSENT", await CodeAsync(host));
        Assert.Equal("selfService", (await SayingAsync(host)).GetProperty("source").GetString());

        (status, body) = await ReadAsync(host.PostAsync("ada", "me/form", """{"shown":{"marketing.automatic.email":true},"ticked":["marketing.automatic.sms"],"more":1}"""));
        Assert.Equal((201, false), (status, body.GetProperty("isFullyInForce").GetBoolean()));
        Assert.Equal("CONSENT_WITHDRAWN", await CodeAsync(host));
        Assert.Equal(200, (await ReadAsync(host.PostAsync("ada", "me/form", """{"shown":{"marketing.automatic.sms":false},"ticked":[]}"""))).Status);
        Assert.Equal("$.ticked", (await ReadAsync(host.PostAsync("ada", "me/form", """{"shown":{}}"""))).Body.GetProperty("path").GetString());
    }

    [Theory]
    [InlineData(true, "CONSENT")]
    [InlineData(false, "PENDING")]
    public async Task A_contact_can_say_that_they_confirmed_only_where_the_sign_in_proves_it(bool proves, string expected)
    {
        await using var host = await StartAsync(consent: c => c.AddConsentApi(o => o.SignInProvesAddress = proves), services: s => s.Configure<ConsentTrackingOptions>(o => o.Jurisdiction = Jurisdiction.EuropeanUnion.With(law => law.DoubleOptIn(new() { Since = Timestamp.Parse("2025-01-01T00:00:00.000000Z") }))));
        var confirmed = Give.Replace("\"method\"", "\"confirmed\":true,\"method\"", StringComparison.Ordinal);
        await ReadAsync(host.PostAsync("ada", "me/changes", $$"""{ {{Accepted}} "statements":[{{confirmed}}]}"""));
        Assert.Contains(expected, await CodeAsync(host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transient_trouble_is_503_with_retry_after()
    {
        var faults = new FaultInjectingStore(new InMemoryConsentStore());
        await using var host = await StartAsync(faults);
        for (var call = 1; call <= 100; call++)
        {
            faults.FailBeforeCommit(call);
        }

        using var answer = await host.PostAsync("ada", "me/changes", $$"""{"statements":[{{Object}}]}""");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
        Assert.Contains("STORE_BUSY", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private static async Task<string?> CodeAsync(ApiHost host) =>
        (await ReadAsync(host.PostAsync("key:crm", "decisions", """{"operation":"toContact","contact":"ada","purpose":"marketing.automatic.email"}"""))).Body.GetProperty("code").GetString();

    private static async Task<JsonElement> SayingAsync(ApiHost host) => (await ReadAsync(host.GetAsync("dora dpo", "contacts/ada/history"))).Body[0].GetProperty("facts");
}
