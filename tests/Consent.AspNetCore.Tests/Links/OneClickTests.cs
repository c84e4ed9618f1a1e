using System.Net;
using Consent.Storage.InMemory;
using Consent.Storage.Sqlite;
using Consent.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static Consent.AspNetCore.Tests.LinkedHost;

namespace Consent.AspNetCore.Tests.Links;

/// <summary>One click is a no, and looking is none (RFC 8058).</summary>
public class OneClickTests
{
    private static readonly PurposePath[] s_email = [Email];

    [Fact]
    public async Task A_scanner_that_follows_the_link_changes_nothing_and_the_button_does()
    {
        await using var host = await LinkedHost.StartAsync();
        await host.GiveAsync(Ada, Email);
        var path = await host.PathAsync(Ada, Email);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await host.Client.GetAsync(path, Stop)).StatusCode);
            using var head = await host.Client.SendAsync(new(HttpMethod.Head, path), Stop);
            Assert.Equal((HttpStatusCode.OK, ""), (head.StatusCode, await head.Content.ReadAsStringAsync(Stop)));
        }

        Assert.True((await host.MayAsync(Ada)).IsPermitted);
        var page = await host.Client.GetStringAsync(path, Stop);
        Assert.Single(page.Split("<button").Skip(1));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("ada", page, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await host.ClickAsync(path)).StatusCode);
        Assert.Equal(DecisionCode.Objected, (await host.MayAsync(Ada)).Code);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n")]
    [InlineData("application/json", "{}")]
    [InlineData("text/plain", "")]
    [InlineData("application/x-www-form-urlencoded", "%%%")]
    public async Task Whatever_the_body_is_it_is_a_no(string type, string body)
    {
        await using var host = await LinkedHost.StartAsync();
        await host.GiveAsync(Ada, Email);
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using var request = new HttpRequestMessage(HttpMethod.Post, await host.PathAsync(Ada, Email)) { Content = content };
        request.Headers.Add("Origin", "https://mail.example");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await host.Client.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(DecisionCode.Objected, (await host.MayAsync(Ada)).Code);
    }

    [Fact]
    public async Task It_works_behind_sign_in_and_antiforgery_of_the_host()
    {
        await using var host = await LinkedHost.StartAsync(
            services: s =>
            {
                s.AddAntiforgery();
                s.AddAuthentication("none").AddCookie("none");
                s.AddAuthorization(o => o.FallbackPolicy = new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder("none").RequireAuthenticatedUser().Build());
            },
            before: app => app.UseAuthentication().UseAuthorization().UseAntiforgery());
        using var answer = await host.ClickAsync(await host.PathAsync(Ada, Email));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : []);
        Assert.Equal(DecisionCode.Objected, (await host.MayAsync(Ada)).Code);
    }

    [Fact]
    public async Task Each_click_counts_also_after_coming_back_and_what_it_does_not_name_goes_on()
    {
        await using var host = await LinkedHost.StartAsync();
        await host.GiveAsync(Ada, Purposes.Marketing.Automatic.Sms);
        var path = await host.PathAsync(Ada, Email);
        await host.ClickAsync(path);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.GiveAsync(Ada, Email);
        Assert.True((await host.MayAsync(Ada)).IsPermitted);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.ClickAsync(path);
        Assert.Equal(DecisionCode.Objected, (await host.MayAsync(Ada)).Code);
        Assert.True((await host.MayAsync(Ada, Purposes.Marketing.Automatic.Sms)).IsPermitted);
    }

    [Fact]
    public async Task Of_somebody_erased_the_click_still_counts()
    {
        await using var host = await LinkedHost.StartAsync();
        await host.GiveAsync(Ada, Email);
        var path = await host.PathAsync(Ada, Email);
        await host.Privacy.As(Actor.PrivacyManager("m")).EraseAsync(new(Ada, "GDPR 17(1)(b)") { Keeps = ErasureKeeps.Erased }, Stop);
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.OK, (await host.ClickAsync(path)).StatusCode);
        Assert.Equal(DecisionCode.Suppressed, (await host.MayAsync(Ada)).Code);
    }

    [Fact]
    public async Task A_link_that_is_altered_cut_or_another_stores_is_a_page_that_says_what_to_do()
    {
        await using var host = await LinkedHost.StartAsync();
        await using var other = await LinkedHost.StartAsync();
        var path = await host.PathAsync(Ada, Email);
        foreach (var wrong in new[] { path[..^1], path + "A", path[..^9] + (path[^9] == 'A' ? 'B' : 'A') + path[^8..], "/unsubscribe?t=x", await other.PathAsync(Ada, Email), "/unsubscribe?t=%F0%9F%92%A9", "/unsubscribe", "/unsubscribe?t=a&t=b" })
        {
            using var get = await host.Client.GetAsync(wrong, Stop);
            using var post = await host.ClickAsync(wrong);
            Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (get.StatusCode, post.StatusCode));
            Assert.Contains("newer message", await post.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        Assert.NotEqual(DecisionCode.Objected, (await host.MayAsync(Ada)).Code);
    }

    [Fact]
    public async Task Where_the_store_fails_nobody_is_told_that_it_is_done()
    {
        var faults = new FaultInjectingStore(new InMemoryConsentStore());
        await using var host = await LinkedHost.StartAsync(faults);
        var path = await host.PathAsync(Ada, Email);
        for (var call = 1; call <= 100; call++)
        {
            faults.FailBeforeCommit(call);
        }

        using var answer = await host.ClickAsync(path);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "60"), (answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
        Assert.Contains("cannot tell", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_bear_headers_that_leak_nothing()
    {
        await using var host = await LinkedHost.StartAsync();
        var path = await host.PathAsync(Ada, Email);
        foreach (var answer in new[] { await host.Client.GetAsync(path, Stop), await host.ClickAsync(path), await host.ClickAsync("/unsubscribe?t=x") })
        {
            string Header(string name) => string.Join(",", answer.Headers.TryGetValues(name, out var values) ? values : answer.Content.Headers.TryGetValues(name, out var content) ? content : []);
            Assert.Equal(
                ("no-referrer", "no-store", "noindex", "nosniff", ""), (Header("Referrer-Policy"), Header("Cache-Control"), Header("X-Robots-Tag"), Header("X-Content-Type-Options"), Header("Set-Cookie")));
            Assert.StartsWith("default-src 'none'; style-src 'sha256-", Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.DoesNotContain("Location", answer.Headers.Select(h => h.Key));
        }
    }

    [Theory]
    [InlineData("it-IT,it;q=0.9,en;q=0.8", "it", "Annulla")]
    [InlineData("xx, de", "de", "Abmelden")]
    [InlineData("FR-ca", "fr", "Me d")]
    [InlineData("es", "es", "Darme de baja")]
    [InlineData("<script>", "en", "Unsubscribe")]
    [InlineData("", "en", "Unsubscribe")]
    public async Task The_page_is_in_the_readers_language(string accepted, string language, string button)
    {
        await using var host = await LinkedHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, await host.PathAsync(Ada, Email));
        request.Headers.TryAddWithoutValidation("Accept-Language", accepted);
        using var answer = await host.Client.SendAsync(request, Stop);
        var page = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains(button, page, StringComparison.Ordinal);
        Assert.Contains(System.Net.WebUtility.HtmlEncode(ConsentWords.Default.Of(Email, language)), WebUtility.HtmlEncode(WebUtility.HtmlDecode(page)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_the_token_nor_the_contact_stands_in_a_log()
    {
        await using var host = await LinkedHost.StartAsync();
        var path = await host.PathAsync(Ada, Email);
        await host.Client.GetAsync(path, Stop);
        await host.ClickAsync(path);
        Assert.NotEmpty(host.Log);
        Assert.DoesNotContain(host.Log, line => line.Contains(path.Split('=')[^1], StringComparison.Ordinal) || line.Contains("ada", StringComparison.Ordinal));
        Assert.DoesNotContain("ada", (await host.Links.ForUnsubscribeAsync(Ada, s_email, Stop)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_another_host_of_the_database_after_a_restart_the_link_is_the_same()
    {
        var folder = Directory.CreateTempSubdirectory("consent-links-").FullName;
        try
        {
            string path;
            await using (var host = await LinkedHost.StartAsync(Store(folder)))
            {
                path = await host.PathAsync(Ada, Email);
            }

            await using var later = await LinkedHost.StartAsync(Store(folder));
            Assert.Equal(path, await later.PathAsync(Ada, Email));
            Assert.Equal(HttpStatusCode.OK, (await later.ClickAsync(path)).StatusCode);
            Assert.Equal(DecisionCode.Objected, (await later.MayAsync(Ada)).Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        static SqliteConsentStore Store(string folder) => new(new SqliteStoreOptions { ConnectionString = $"Data Source={folder}/consents.db" });
    }
}
