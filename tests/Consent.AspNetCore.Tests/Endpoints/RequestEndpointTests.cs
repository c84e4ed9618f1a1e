using static Consent.AspNetCore.Tests.ApiHost;

namespace Consent.AspNetCore.Tests.Endpoints;

/// <summary>Persons' requests over HTTP.</summary>
public class RequestEndpointTests
{
    [Fact]
    public async Task A_contact_files_a_request_and_the_officer_answers_it()
    {
        await using var host = await StartAsync();
        var key = ("Idempotency-Key", "request-1");
        var (status, filed) = await ReadAsync(host.PostAsync("ada", "me/requests", """{"kind":"access"}""", key));
        Assert.Equal((201, "RECORDED"), (status, filed.GetProperty("outcome").GetString()));
        Assert.Equal(200, (await ReadAsync(host.PostAsync("ada", "me/requests", """{"kind":"access"}""", key))).Status);
        Assert.Equal(1, (await ReadAsync(host.GetAsync("ada", "me/requests"))).Body.GetArrayLength());
        var number = filed.GetProperty("request").GetProperty("number").GetString();

        Assert.Equal(403, (await ReadAsync(host.GetAsync("ada", $"requests/{number}"))).Status);
        Assert.Equal(200, (await ReadAsync(host.GetAsync("dora dpo", $"requests/{number}"))).Status);
        Assert.Equal(404, (await ReadAsync(host.GetAsync("dora dpo", "requests/x"))).Status);
        Assert.Equal("$.reason", (await ReadAsync(host.PostAsync("dora dpo", $"requests/{number}/extension", "{}"))).Body.GetProperty("path").GetString());
        Assert.Equal(201, (await ReadAsync(host.PostAsync("dora dpo", $"requests/{number}/extension", """{"reason":"many records"}"""))).Status);
        Assert.Equal(201, (await ReadAsync(host.PostAsync("dora dpo", $"requests/{number}/answer", "{}"))).Status);
        var (refused, problem) = await ReadAsync(host.PostAsync("dora dpo", $"requests/{number}/refusal", """{"refusal":"excessive"}"""));
        Assert.Equal((422, "ALREADY_ANSWERED"), (refused, problem.GetProperty("code").GetString()));
        using var due = await host.GetAsync("dora dpo", "requests");
        Assert.Equal("", await due.Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("""{"kind":"objection","receivedAt":"someday","nodes":["marketing","x y"],"more":1}""")]
    [InlineData("""{"kind":"objection","nodes":"marketing"}""")]
    public async Task An_objection_counts_at_once_whatever_is_wrong_around_it(string body)
    {
        await using var host = await StartAsync();
        var (status, filed) = await ReadAsync(host.PostAsync("carl care", "contacts/ada/requests", body));
        Assert.Equal((201, true), (status, filed.GetProperty("flaws").GetArrayLength() > 0));
        Assert.Equal("OBJECTED", (await ReadAsync(host.PostAsync("key:crm", "decisions", """{"operation":"toContact","contact":"ada","purpose":"marketing.automatic.email"}"""))).Body.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("""{"kind":"access","receivedAt":"someday"}""", "$")]
    [InlineData("""{"kind":"wish"}""", "$.kind")]
    [InlineData("[]", "$.kind")]
    public async Task Another_request_that_cannot_be_read_is_400(string body, string path)
    {
        await using var host = await StartAsync();
        var (status, problem) = await ReadAsync(host.PostAsync("ada", "me/requests", body));
        Assert.Equal((400, path), (status, problem.GetProperty("path").GetString()));
    }
}
