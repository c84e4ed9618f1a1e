using System.Net;
using Consent.AspNetCore;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Consent.Hub.Tests;

/// <summary>A link to one's own preferences: it needs no sign-in, and is attacked as the unsubscribe link is.</summary>
public class PreferenceLinkTests(Browser browser)
{
    private static readonly PurposePath s_email = Purposes.Marketing.Automatic.Email;

    [Fact]
    public async Task Who_follows_it_sees_and_withdraws_without_signing_in_and_gives_and_exports_nothing()
    {
        await using var host = await StartAsync();
        await using var window = await browser.OpenAsync(host, null);
        var page = window.Page;
        _ = await page.GotoAsync(await PathAsync(host, HubHost.Ada));
        Assert.EndsWith("/preferences", page.Url, StringComparison.Ordinal);
        Assert.Contains("please sign in", await page.Locator(".hint").First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "I agree" }).CountAsync());
        Assert.Equal(0, await page.GetByRole(AriaRole.Heading, new() { Name = "Your data" }).CountAsync());
        await page.Locator("#marketing-automatic-email").GetByRole(AriaRole.Button, new() { Name = "I withdraw my consent" }).ClickAsync();
        Assert.Equal(DecisionCode.ConsentWithdrawn, (await host.MayAsync(s_email)).Code);
        var said = (await host.Audit.As(Actor.DataProtectionOfficer("dpo")).HistoryAsync(HubHost.Ada)).Last(e => e.Type == AuditEntryType.Changed);
        Assert.Equal(PersonalLinkKind.Preferences, said.Actor!.LinkKind);

        // Half an hour, whatever the browser keeps.
        host.Clock.Advance(TimeSpan.FromMinutes(31));
        var later = await window.Context.APIRequest.GetAsync("/preferences", new() { MaxRedirects = 0 });
        Assert.Equal((302, true), (later.Status, later.Headers["location"].Contains("/sign-in", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Forged_forms_give_export_and_file_nothing_by_it()
    {
        await using var host = await StartAsync();
        using var client = await FollowedAsync(host, HubHost.Ada);
        Dictionary<string, (string Path, string Act)> forged = new()
        {
            ["give"] = ("say", "give"), ["lift"] = ("say", "lift"), ["data"] = ("data", ""), ["receipt"] = ("receipt", ""), ["requests"] = ("requests", ""),
        };
        var given = (await host.Tracker.As(Actor.Operator("test")).GetAsync(HubHost.Ada))[Purposes.Profiling.Online].Restriction;
        foreach (var (path, act) in forged.Values)
        {
            using var answer = await SecurityTests.PostAsync(client, "/preferences", $"/preferences/{path}", new() { ["act"] = act, ["node"] = "profiling.online", ["at"] = "profiling.online", ["as"] = "json", ["kind"] = "Access", ["change"] = "x" });
            Assert.DoesNotContain("marketing.automatic", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var record = await host.Tracker.As(Actor.Operator("test")).GetAsync(HubHost.Ada);
        Assert.Equal(given, record[Purposes.Profiling.Online].Restriction);
        Assert.NotEqual(FlagValue.Active, record[Purposes.Profiling.Online].Status);
        Assert.Empty(await host.Tracker.As(Actor.ForSelf(HubHost.Ada)).Requests.OfAsync(HubHost.Ada));
    }

    [Fact]
    public async Task It_gives_where_the_host_says_that_the_mail_proves_the_address()
    {
        await using var host = await StartAsync(linksGive: true);
        using var client = await FollowedAsync(host, HubHost.Ada);
        using var given = await SecurityTests.PostAsync(client, "/preferences", "/preferences/say", new() { ["act"] = "give", ["node"] = "marketing.automatic.push", ["at"] = "marketing.automatic.push" });
        var entry = (await host.Audit.As(Actor.DataProtectionOfficer("dpo")).HistoryAsync(HubHost.Ada)).Last(e => e.Type == AuditEntryType.Changed);
        Assert.True(entry.Evidence!.Statements[0].Evidence.IsConfirmed);
    }

    [Fact]
    public async Task Looking_at_it_changes_nothing_and_sets_no_state_but_a_cookie()
    {
        await using var host = await StartAsync();
        var path = await PathAsync(host, HubHost.Ada);
        var before = (await host.Audit.CheckpointAsync()).Checkpoint;
        using var client = await SecurityTests.ClientAsync(host, null);
        using var head = await client.SendAsync(new(HttpMethod.Head, path));
        using var get = await client.GetAsync(path);
        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.SeeOther), (head.StatusCode, get.StatusCode));
        Assert.Equal("/preferences", get.Headers.Location!.OriginalString);
        Assert.Equal("no-referrer", Assert.Single(get.Headers.GetValues("Referrer-Policy")));
        var cookie = Assert.Single(get.Headers.GetValues("Set-Cookie"));
        Assert.Contains("path=/preferences; samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("C-1001", cookie, StringComparison.Ordinal);
        _ = await client.GetStringAsync("/preferences");
        Assert.Equal(before, (await host.Audit.CheckpointAsync()).Checkpoint);
        Assert.DoesNotContain(host.Log, line => line.Contains("C-1001", StringComparison.Ordinal) || line.Contains(path[^40..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_altered_one_a_cut_one_and_those_of_another_store_or_another_kind_reach_nobody()
    {
        await using var host = await StartAsync();
        await using var other = await StartAsync();
        var path = await PathAsync(host, HubHost.Ada);
        var token = path[(path.IndexOf('=', StringComparison.Ordinal) + 1)..];
        var start = path[..^token.Length];
        var unsubscribe = await host.Services.GetRequiredService<UnsubscribeLinks>().MakeAsync(HubHost.Ada, [s_email]);
        var bodies = new HashSet<string>();
        using var client = await SecurityTests.ClientAsync(host, null);
        var places = Enumerable.Range(0, token.Length).Select(i => start + token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]);
        foreach (var bad in places.Concat([start, start + token[..^1], start + token + "A", start + unsubscribe, start + "%00", await PathAsync(other, HubHost.Ada), path + "&t=x"]))
        {
            using var answer = await client.GetAsync(bad);

            // The last sign of base 64 may have bits that say nothing: such a one is the same link.
            if (answer.StatusCode == HttpStatusCode.SeeOther && bad.Length == path.Length && bad[..^1] == path[..^1])
            {
                continue;
            }

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
            _ = bodies.Add(await answer.Content.ReadAsStringAsync());
        }

        _ = Assert.Single(bodies);
        Assert.Null(await host.Services.GetRequiredService<UnsubscribeLinks>().ReadAsync(token));
    }

    [Fact]
    public async Task It_ends_after_thirty_days_and_outlives_the_rotation_of_keys()
    {
        var folder = Directory.CreateTempSubdirectory("consent-hub-");
        await using var host = await HubHost.StartAsync(store: consent => consent.UseSqliteStore($"Data Source={Path.Combine(folder.FullName, "links.db")}"));
        var path = await PathAsync(host, HubHost.Ada);
        host.Clock.Advance(TimeSpan.FromDays(29));
        _ = await host.Services.GetRequiredService<ConsentPrivacy>().As(Actor.PrivacyManager("test")).RotateKeysAsync();
        using var client = await SecurityTests.ClientAsync(host, null);
        using var inTime = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.SeeOther, inTime.StatusCode);
        host.Clock.Advance(TimeSpan.FromDays(1));
        using var late = await client.GetAsync(path);
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);

        // What was followed in time ends with it too.
        using var visit = await client.GetAsync("/preferences");
        Assert.Equal(HttpStatusCode.Redirect, visit.StatusCode);
    }

    [Fact]
    public async Task It_says_nothing_of_whether_anybody_is_on_record_and_an_erased_ones_no_counts()
    {
        await using var host = await StartAsync();
        var link = await PathAsync(host, HubHost.Ada);
        _ = await host.Services.GetRequiredService<ConsentPrivacy>().As(Actor.PrivacyManager("test")).EraseAsync(new(HubHost.Ada, "GDPR 17(1)(b)"));
        using var client = await SecurityTests.ClientAsync(host, null);
        var answers = new HashSet<string>();
        foreach (var path in new[] { link, await PathAsync(host, ContactId.From("C-9999")), await PathAsync(host, ContactId.From("C-1002")) })
        {
            using var answer = await client.GetAsync(path);
            _ = answers.Add($"{answer.StatusCode} {answer.Headers.Location} {await answer.Content.ReadAsStringAsync()}");
        }

        _ = Assert.Single(answers);

        host.Clock.Advance(TimeSpan.FromMinutes(1));

        // Of what was erased nothing is seen: no day, no notice, nothing given.
        using var erased = await SecurityTests.ClientAsync(host, null);
        using var followed = await erased.GetAsync(link);
        var page = await erased.GetStringAsync("/preferences");
        Assert.DoesNotContain("We may do this", page, StringComparison.Ordinal);
        Assert.DoesNotContain("2025", page, StringComparison.Ordinal);
        using var said = await SecurityTests.PostAsync(erased, "/preferences", "/preferences/say", new() { ["act"] = "object", ["node"] = "profiling.classic", ["at"] = "profiling.classic" });
        Assert.Equal(HttpStatusCode.SeeOther, said.StatusCode);
        var kept = (await host.Tracker.As(Actor.DataProtectionOfficer("dpo")).GetAsync(HubHost.Ada)).Closing!;
        Assert.Equal(ClosedKind.NeverContact, kept.Kind);
        Assert.False((await host.MayAsync(s_email)).IsPermitted);
    }

    [Fact]
    public async Task It_reaches_its_own_contact_whoever_is_signed_in_and_no_page_of_staff()
    {
        await using var host = await StartAsync();
        using var client = await SecurityTests.ClientAsync(host, "contact", "C-1002");
        using var followed = await client.GetAsync(await PathAsync(host, HubHost.Ada));
        using var said = await SecurityTests.PostAsync(client, "/preferences", "/preferences/say", new() { ["act"] = "object", ["node"] = "profiling.classic", ["at"] = "profiling.classic" });
        Assert.Equal(FlagValue.Active, (await host.Tracker.As(Actor.Operator("test")).GetAsync(HubHost.Ada))[Purposes.Profiling.Classic].Objection);
        Assert.NotEqual(FlagValue.Active, (await host.Tracker.As(Actor.Operator("test")).GetAsync(ContactId.From("C-1002")))[Purposes.Profiling.Classic].Objection);
        using var hub = await client.GetAsync("/hub/customers/C-1001");
        Assert.Equal(HttpStatusCode.Forbidden, hub.StatusCode);
    }

    private static async Task<HubHost> StartAsync(bool linksGive = false)
    {
        var host = await HubHost.StartAsync(linksGive: linksGive);
        await host.SeedAsync();
        return host;
    }

    private static async Task<string> PathAsync(HubHost host, ContactId contact) => new Uri(await host.Services.GetRequiredService<ConsentLinks>().ForPreferencesAsync(contact)).PathAndQuery;

    private static async Task<HttpClient> FollowedAsync(HubHost host, ContactId contact)
    {
        var client = await SecurityTests.ClientAsync(host, null);
        using var followed = await client.GetAsync(await PathAsync(host, contact));
        Assert.Equal(HttpStatusCode.SeeOther, followed.StatusCode);
        return client;
    }
}
