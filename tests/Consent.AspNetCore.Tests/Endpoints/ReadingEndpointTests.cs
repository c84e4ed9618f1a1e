using System.Net;
using System.Text.Json;
using Consent.Auditing;
using static Consent.AspNetCore.Tests.ApiHost;

namespace Consent.AspNetCore.Tests.Endpoints;

/// <summary>Records, decisions, audiences and the log over HTTP.</summary>
public class ReadingEndpointTests
{
    [Fact]
    public async Task Only_the_record_has_an_etag_and_all_else_is_never_stored()
    {
        await using var host = await GivenAsync();
        using var record = await host.GetAsync("key:crm", "contacts/ada");
        var tag = record.Headers.ETag!.ToString();
        Assert.Equal("no-cache, private", record.Headers.CacheControl!.ToString());
        using var known = await host.AsAsync("key:crm", HttpMethod.Get, "/consents/contacts/ada", headers: ("If-None-Match", $"\"x\", {tag}"));
        Assert.Equal((HttpStatusCode.NotModified, ""), (known.StatusCode, await known.Content.ReadAsStringAsync(Stop)));
        foreach (var path in new[] { "contacts/ada/preferences", "me", "me/export", "checkpoint", "audience/toContact/marketing.automatic.email/count", "log" })
        {
            using var answer = await host.GetAsync("ada", path);
            Assert.Equal((null, "no-store"), (answer.Headers.ETag, answer.Headers.CacheControl?.ToString()));
        }

        await ReadAsync(host.PostAsync("ada", "me/changes", """{"statements":[{"say":"object","node":"marketing"}]}"""));
        using var moved = await host.AsAsync("key:crm", HttpMethod.Get, "/consents/contacts/ada", headers: ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
    }

    [Fact]
    public async Task Somebody_is_found_by_id_or_address_and_named_by_the_number_of_their_record()
    {
        await using var host = await GivenAsync();
        var (status, found) = await ReadAsync(host.PostAsync("key:crm", "contacts/find", """{"contact":"ada"}"""));
        Assert.Equal((200, "ada"), (status, found.GetProperty("contact").GetString()));
        Assert.Equal("ada", (await ReadAsync(host.GetAsync("key:crm", $"contacts/{found.GetProperty("record").GetString()}"))).Body.GetProperty("contact").GetString());
        Assert.False((await ReadAsync(host.PostAsync("key:crm", "contacts/find", """{"email":"Ada@Shop.Example"}"""))).Body.TryGetProperty("record", out _));
        foreach (var (body, path) in new[] { ("{}", "$"), ("""{"email":"x"}""", "$.email"), ("""{"phone":"06"}""", "$.phone"), ("""{"contact":"a","email":"a@b.example"}""", "$"), ("""{"contact":""}""", "$.contact"), ("[", "$") })
        {
            var (bad, problem) = await ReadAsync(host.PostAsync("key:crm", "contacts/find", body));
            Assert.Equal((400, path), (bad, problem.GetProperty("path").GetString()));
        }
    }

    [Fact]
    public async Task One_decision_or_a_thousand_with_or_without_their_trace()
    {
        await using var host = await GivenAsync();
        const string Ask = """{"operation":"toContact","contact":"ada","purpose":"marketing.automatic.email"}""";
        Assert.True((await ReadAsync(host.PostAsync("key:crm", "decisions", Ask))).Body.GetProperty("isPermitted").GetBoolean());
        Assert.Equal(1_000, (await ReadAsync(host.PostAsync("key:crm", "decisions", $"[{string.Join(',', Enumerable.Repeat(Ask, 1_000))}]"))).Body.GetArrayLength());
        Assert.Equal(400, (await ReadAsync(host.PostAsync("key:crm", "decisions", $"[{string.Join(',', Enumerable.Repeat(Ask, 1_001))}]"))).Status);
        Assert.True((await ReadAsync(host.PostAsync("key:crm", "decisions?explain=true", $"[{Ask}]"))).Body[0].TryGetProperty("steps", out _));
        var (status, problem) = await ReadAsync(host.PostAsync("key:crm", "decisions", $$"""[{{Ask}},{"operation":"toContact","contact":"ada","purpose":"x y"}]"""));
        Assert.Equal((400, "$[1].purpose"), (status, problem.GetProperty("path").GetString()));
        Assert.Equal("$.contact", (await ReadAsync(host.PostAsync("key:crm", "decisions", """{"operation":"toContact","purpose":"marketing"}"""))).Body.GetProperty("path").GetString());
        Assert.Equal(403, (await ReadAsync(host.PostAsync("eve", "decisions", Ask))).Status);
        Assert.Equal(200, (await ReadAsync(host.PostAsync("ada", "decisions", "[]"))).Status);
    }

    [Fact]
    public async Task An_audience_is_a_line_for_each_contact_and_programs_alone_ask_for_it()
    {
        await using var host = await GivenAsync();
        using var answer = await host.GetAsync("key:crm", "audience/toContact/marketing.automatic.email");
        Assert.Equal(("application/x-ndjson", "{\"contact\":\"ada\"}\n"), (answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(Stop)));
        Assert.Equal(1, (await ReadAsync(host.GetAsync("key:crm", "audience/toContact/marketing.automatic.email/count"))).Body.GetProperty("count").GetInt32());
        Assert.Equal(403, (await ReadAsync(host.GetAsync("carl care", "audience/toContact/marketing.automatic.email"))).Status);
        Assert.Equal(400, (await ReadAsync(host.GetAsync("key:crm", "audience/legalClaim/marketing.automatic.email"))).Status);
        Assert.Equal(400, (await ReadAsync(host.GetAsync("key:crm", "audience/nothing/marketing.automatic.email"))).Status);
    }

    [Fact]
    public async Task The_contact_reads_preferences_takes_their_data_along_and_gets_a_receipt()
    {
        await using var host = await GivenAsync();
        Assert.Equal("ada", (await ReadAsync(host.GetAsync("ada", "me"))).Body.GetProperty("contact").GetString());
        var (_, preferences) = await ReadAsync(host.GetAsync("ada", "me/preferences?under=marketing.automatic"));
        Assert.All(preferences.GetProperty("purposes").EnumerateArray(), p => Assert.StartsWith("marketing.automatic.", p.GetProperty("purpose").GetString(), StringComparison.Ordinal));
        Assert.Equal(200, (await ReadAsync(host.GetAsync("ada", "me/export"))).Status);
        using var receipt = await host.GetAsync("ada", "me/receipts/first");
        Assert.True(Receipt.TryParse(await receipt.Content.ReadAsStringAsync(Stop), null, out _));
        Assert.Equal(404, (await ReadAsync(host.GetAsync("ada", "me/receipts/none"))).Status);
        Assert.Equal(403, (await ReadAsync(host.GetAsync("carl care", "me"))).Status);
        Assert.Equal(400, (await ReadAsync(host.GetAsync("ada", "me/preferences?under=x%20y"))).Status);
    }

    [Fact]
    public async Task The_officer_alone_reads_the_log_and_anybody_its_checkpoint_and_key()
    {
        await using var host = await GivenAsync();
        foreach (var path in new[] { "log", "contacts/ada/history", "contacts/ada/as-of?at=2026-01-01T12:00:00Z", "contacts/ada/as-of?at=2026-01-01T12:00:00Z&knownAt=2026-01-01T12:00:00Z", "contacts/ada/dossier", "quarantine" })
        {
            using var answer = await host.GetAsync("dora dpo", path);
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.StatusCode));
            foreach (var other in new[] { "carl care", "paul privacy", "ada", "key:crm" })
            {
                using var refused = await host.GetAsync(other, path);
                Assert.Equal((path, HttpStatusCode.Forbidden), (path, refused.StatusCode));
            }
        }

        using var log = await host.GetAsync("dora dpo", "log?from=0&to=2");
        Assert.Equal(2, (await log.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<AuditEntry>(l)).Count());
        Assert.Equal(400, (await ReadAsync(host.GetAsync("dora dpo", "log?from=3&to=2"))).Status);
        Assert.Equal(404, (await ReadAsync(host.GetAsync("dora dpo", "contacts/nobody/dossier"))).Status);
        using var file = await host.GetAsync("dora dpo", "contacts/ada/dossier");
        Assert.NotEmpty(Dossier.Parse(await file.Content.ReadAsStringAsync(Stop)).Entries);

        using var checkpoint = await host.GetAsync(null, "checkpoint");
        using var key = await host.GetAsync(null, "key");
        var keys = (await key.Content.ReadAsStringAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(k => NoteVerifierKey.Parse(k)).ToList();
        Assert.NotEmpty(keys);
        Assert.True(SignedCheckpoint.TryParse(await checkpoint.Content.ReadAsStringAsync(Stop), null, out _));
    }

    [Fact]
    public async Task The_privacy_manager_rectifies_and_erases()
    {
        await using var host = await GivenAsync();
        const string Wrong = """{"change":"first","ground":"clicks of a mail gateway","reference":"case 7"}""";
        Assert.Equal(403, (await ReadAsync(host.PostAsync("dora dpo", "contacts/ada/rectification", Wrong))).Status);
        Assert.Equal(201, (await ReadAsync(host.PostAsync("paul privacy", "contacts/ada/rectification", Wrong))).Status);
        Assert.Equal("ALREADY_RECTIFIED", (await ReadAsync(host.PostAsync("paul privacy", "contacts/ada/rectification", Wrong))).Body.GetProperty("outcome").GetString());
        Assert.Equal(422, (await ReadAsync(host.PostAsync("paul privacy", "contacts/ada/rectification", Wrong.Replace("first", "none", StringComparison.Ordinal)))).Status);
        Assert.Equal("$", (await ReadAsync(host.PostAsync("paul privacy", "contacts/ada/rectification", """{"ground":"g","reference":"r"}"""))).Body.GetProperty("path").GetString());

        const string Erase = """{"ground":"GDPR 17(1)(b)","keeps":"neverContact"}""";
        Assert.Equal("$.ground", (await ReadAsync(host.PostAsync("paul privacy", "contacts/ada/erasure", """{"ground":" "}"""))).Body.GetProperty("path").GetString());
        Assert.Equal("$.keeps", (await ReadAsync(host.PostAsync("paul privacy", "contacts/ada/erasure", """{"ground":"g","keeps":"all"}"""))).Body.GetProperty("path").GetString());
        Assert.Equal((200, "ERASED_NEVER_CONTACT"), await ReadAsync(host.PostAsync("paul privacy", "contacts/ada/erasure", Erase)) is var (status, body) ? (status, body.GetProperty("outcome").GetString()) : default);
        Assert.Equal(403, (await ReadAsync(host.PostAsync("key:crm", "contacts/ada/erasure", Erase))).Status);
    }

    [Fact]
    public async Task A_hold_keeps_from_erasing_until_it_is_released()
    {
        await using var host = await GivenAsync();
        const string Hold = """{"reason":"case 7"}""";
        const string Erase = """{"ground":"GDPR 17(1)(b)"}""";
        Assert.Equal(403, (await ReadAsync(host.PostAsync("carl care", "contacts/ada/hold", Hold))).Status);
        Assert.Equal(201, (await ReadAsync(host.PostAsync("dora dpo", "contacts/ada/hold", Hold))).Status);
        Assert.Equal(200, (await ReadAsync(host.PostAsync("dora dpo", "contacts/ada/hold", Hold))).Status);
        Assert.Equal("HELD", (await ReadAsync(host.PostAsync("paul privacy", "contacts/ada/erasure", Erase))).Body.GetProperty("code").GetString());
        Assert.Equal(403, (await ReadAsync(host.AsAsync("dora dpo", HttpMethod.Delete, "/consents/contacts/ada/hold", Hold))).Status);
        Assert.Equal(200, (await ReadAsync(host.AsAsync("paul privacy", HttpMethod.Delete, "/consents/contacts/ada/hold", Hold))).Status);
        Assert.Equal(404, (await ReadAsync(host.AsAsync("paul privacy", HttpMethod.Delete, "/consents/contacts/ada/hold", Hold))).Status);
        Assert.Equal("NOT_ALTERED", (await ReadAsync(host.PostAsync("paul privacy", "contacts/ada/rebuild", ""))).Body.GetProperty("outcome").GetString());
        Assert.Equal(200, (await ReadAsync(host.PostAsync("paul privacy", "contacts/ada/erasure", Erase))).Status);
    }

    [Fact]
    public async Task Two_contacts_are_linked_and_the_link_undone()
    {
        await using var host = await GivenAsync();
        const string Link = """{"other":"bob","at":"2026-01-01T11:30:00Z","reason":"same person"}""";
        var key = ("Idempotency-Key", "link-1");
        Assert.Equal(201, (await ReadAsync(host.PostAsync("carl care", "contacts/ada/links", Link, key))).Status);
        Assert.Equal(200, (await ReadAsync(host.PostAsync("carl care", "contacts/ada/links", Link, key))).Status);
        Assert.Equal("$.other", (await ReadAsync(host.PostAsync("carl care", "contacts/bob/links", Link))).Body.GetProperty("path").GetString());
        Assert.Equal(403, (await ReadAsync(host.PostAsync("ada", "contacts/ada/links", Link))).Status);
        Assert.Equal(201, (await ReadAsync(host.AsAsync("carl care", HttpMethod.Delete, "/consents/contacts/ada/links", Link.Replace("11:30", "11:45", StringComparison.Ordinal)))).Status);
    }

    private static async Task<ApiHost> GivenAsync()
    {
        var host = await StartAsync();
        var (status, _) = await ReadAsync(host.PostAsync(
            "ada", "me/changes", """{"id":"first","acceptance":{"version":"v1","acceptedAt":"2026-01-01T11:00:00Z"},"statements":[{"say":"give","node":"marketing.automatic.email","at":"2026-01-01T11:00:00Z","notice":"v1","evidence":{"actedBy":"person","method":"web form","reference":"https://shop.example"}}]}"""));
        Assert.Equal(201, status);
        return host;
    }
}
