using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using static Consent.AspNetCore.Tests.ApiHost;

namespace Consent.AspNetCore.Tests.Endpoints;

/// <summary>The OpenAPI document of a host with the endpoints is well formed, and says what they answer.</summary>
public class OpenApiTests
{
    private const string Give = """{"contact":"ada","acceptance":{"version":"v1","acceptedAt":"2026-01-01T11:00:00Z"},"statements":[{"say":"give","node":"marketing.automatic.email","at":"2026-01-01T11:00:00Z","notice":"v1","evidence":{"actedBy":"person","method":"web form","reference":"https://shop.example"}}]}""";

    [Fact]
    public async Task The_document_is_well_formed_and_has_every_endpoint()
    {
        await using var host = await StartAsync();
        var text = await host.Client.GetStringAsync("/openapi/v1.json", Stop);
        var read = Microsoft.OpenApi.OpenApiDocument.Parse(text, "json");
        Assert.Empty(read.Diagnostic!.Errors);
        string[] paths = [.. read.Document!.Paths.Keys.Where(p => p.StartsWith("/consents/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        Assert.Contains("/consents/contacts/{contact}/changes", paths);
        Assert.True(paths.Length >= 24, string.Join('\n', paths));
        foreach (var operation in paths.SelectMany(p => read.Document.Paths[p].Operations!.Values))
        {
            Assert.Contains("401", operation.Responses!.Keys);
            Assert.NotNull(operation.Summary);
        }
    }

    [Fact]
    public async Task Each_answer_of_a_running_host_is_as_the_document_says()
    {
        await using var host = await StartAsync();
        var document = JsonNode.Parse(await host.Client.GetStringAsync("/openapi/v1.json", Stop))!;
        var seen = new List<string>();

        await IsAsSaidAsync("post", "/consents/contacts/changes", "201", host.PostAsync("key:crm", "contacts/changes", Give));
        await IsAsSaidAsync("post", "/consents/contacts/{contact}/changes", "201", host.PostAsync("key:crm", "contacts/ada/changes", """{"x":1,"statements":[{"say":"object","node":"marketing.traditional"}]}"""));
        await IsAsSaidAsync("post", "/consents/contacts/{contact}/changes", "412", host.PostAsync("key:crm", "contacts/ada/changes", Give, ("If-Match", "\"x\"")));
        await IsAsSaidAsync("post", "/consents/contacts/{contact}/changes", "400", host.PostAsync("key:crm", "contacts/ada/changes", "x"));
        await IsAsSaidAsync("post", "/consents/contacts/{contact}/preview", "200", host.PostAsync("key:crm", "contacts/ada/preview", Give));
        await IsAsSaidAsync("post", "/consents/contacts/find", "200", host.PostAsync("key:crm", "contacts/find", """{"contact":"ada"}"""));
        await IsAsSaidAsync("get", "/consents/contacts/{contact}", "200", host.GetAsync("key:crm", "contacts/ada"));
        await IsAsSaidAsync("get", "/consents/contacts/{contact}", "403", host.GetAsync("eve", "contacts/ada"));
        await IsAsSaidAsync("get", "/consents/contacts/{contact}/preferences", "200", host.GetAsync("key:crm", "contacts/ada/preferences"));
        await IsAsSaidAsync("get", "/consents/me", "200", host.GetAsync("ada", "me"));
        await IsAsSaidAsync("get", "/consents/me", "401", host.GetAsync(null, "me"));
        await IsAsSaidAsync("get", "/consents/me/export", "200", host.GetAsync("ada", "me/export"));
        await IsAsSaidAsync("post", "/consents/me/form", "201", host.PostAsync("ada", "me/form", """{"shown":{"marketing.automatic.email":true},"ticked":[]}"""));
        await IsAsSaidAsync("post", "/consents/decisions", "200", host.PostAsync("key:crm", "decisions", """{"operation":"toContact","contact":"ada","purpose":"marketing.automatic.email"}"""));
        await IsAsSaidAsync("get", "/consents/audience/{operation}/{purpose}/count", "200", host.GetAsync("key:crm", "audience/toContact/marketing.automatic.email/count"));
        await IsAsSaidAsync("get", "/consents/contacts/{contact}/history", "200", host.GetAsync("dora dpo", "contacts/ada/history"));
        await IsAsSaidAsync("get", "/consents/contacts/{contact}/as-of", "200", host.GetAsync("dora dpo", "contacts/ada/as-of?at=2026-01-01T12:00:00Z"));
        await IsAsSaidAsync("post", "/consents/contacts/{contact}/erasure", "200", host.PostAsync("paul privacy", "contacts/ada/erasure", """{"ground":"GDPR 17(1)(b)"}"""));
        Assert.NotEmpty(seen);

        async Task IsAsSaidAsync(string method, string path, string status, Task<HttpResponseMessage> asked)
        {
            using var answer = await asked;
            var body = await answer.Content.ReadAsStringAsync(Stop);
            Assert.True(status == $"{(int)answer.StatusCode}", $"{path} {(int)answer.StatusCode} {body}");
            var type = answer.Content.Headers.ContentType!.MediaType!;
            var said = document["paths"]![path]![method]!["responses"]![status]?["content"]?[type]?["schema"];
            Assert.True(said is not null, $"{method} {path} {status} {type}");
            var schema = said!.DeepClone().AsObject();
            schema["$defs"] = document["components"]?["schemas"]?.DeepClone();
            var verdict = JsonSchema.FromText(schema.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal)).Evaluate(JsonSerializer.Deserialize<JsonElement>(body), new EvaluationOptions { OutputFormat = OutputFormat.List });
            Assert.True(verdict.IsValid, $"{path} {status}: {string.Join("; ", (verdict.Details ?? []).Where(d => d.Errors is not null).Select(d => $"{d.InstanceLocation} {string.Join(',', d.Errors!.Values)}"))}\n{body}");
            seen.Add(path);
        }
    }

    [Fact]
    public async Task A_value_of_the_library_has_its_shape_in_it_and_not_an_empty_one()
    {
        await using var host = await StartAsync();
        var document = JsonNode.Parse(await host.Client.GetStringAsync("/openapi/v1.json", Stop))!;
        Assert.DoesNotContain(document["components"]!["schemas"]!.AsObject(), s => s.Value!.AsObject().Count == 0 && s.Key != "JsonElement");
        Assert.Contains("holdsUntil", document.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("\"say\"", document.ToJsonString(), StringComparison.Ordinal);
    }
}
