using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Consent.Hub.Tests;

/// <summary>What holds of every page.</summary>
public class PageLawTests(Browser browser)
{
    /// <summary>The pages that between them have every colour.</summary>
    private static readonly string[] s_coloured = ["/hub/customers/C-1001", "/hub/register/C-1001", "/preferences"];

    /// <summary>Role and path.</summary>
    public static (string Role, string Path)[] Pages { get; } =
    [
        ("operator", "/hub/overview"),
        ("operator", "/hub/customers"),
        ("operator", "/hub/customers/C-1001"),
        ("operator", "/hub/customers/nobody?became=Recorded&told=STILL_OBJECTED"),
        ("operator", "/hub/customers/C-1001/permit?act=give&node=marketing.automatic.sms"),
        ("operator", "/hub/customers/C-1001/permit?act=lift&node=profiling.online"),
        ("operator", "/hub/customers/C-1001/permit?act=notice"),
        ("operator", "/hub/customers/%7Ealtered"),
        ("dpo", "/hub/overview"),
        ("dpo", "/hub/register"),
        ("dpo", "/hub/register?type=changed&source=SelfService&role=Contact&purpose=marketing&since=2020-01-01&until=2030-01-01"),
        ("dpo", "/hub/register/C-1001?on=2026-01-01&as=known"),
        ("dpo", "/hub/proofs"),
        ("dpo", "/hub/requests"),
        ("privacy", "/hub/customers/C-1001/privacy"),
        ("privacy", "/hub/customers/C-1001/rectification?done=Rectified"),
        ("dpo", "/hub/requests/00000000000000000000000000000007"),
        ("contact", "/hub/customers"),
        ("contact", "/preferences"),
    ];

    public static TheoryData<string> Roles => [.. Pages.Select(p => p.Role).Distinct()];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Every_page_is_accessible_in_light_and_dark_and_breaks_no_policy(string role)
    {
        await using var host = await StartAsync();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var window = await browser.OpenAsync(host, role, "C-1001", scripts: true, scheme: scheme);
            foreach (var path in (await OfAsync(host, role)).Where(p => scheme == ColorScheme.Light || s_coloured.Any(p.StartsWith)))
            {
                _ = await window.Page.GotoAsync(path);
                foreach (var details in await window.Page.Locator("summary").AllAsync())
                {
                    await details.ClickAsync();
                }

                // What differs in the dark are the colours.
                var found = await (scheme == ColorScheme.Dark ? Accessibility.OfColoursAsync(window.Page) : Accessibility.OfAsync(window.Page));
                Assert.True(found.Length == 0, $"{path} {scheme}: {string.Join("; ", found)}");
            }

            // What the browser says of a page that is an error is no complaint.
            Assert.DoesNotContain(window.Complaints, c => !c.StartsWith("Failed to load resource", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_judges_a_page_finds_what_is_wrong()
    {
        await using var host = await StartAsync();
        await using var window = await browser.OpenAsync(host, "operator", scripts: true);
        await window.Page.SetContentAsync("<html><body style='background:#fff'><p style='color:#eee'>Faint</p><img src='/nothing.png'></body></html>");
        Assert.Contains(await Accessibility.OfAsync(window.Page), found => found.StartsWith("image-alt", StringComparison.Ordinal));
        Assert.StartsWith("color-contrast", Assert.Single(await Accessibility.OfColoursAsync(window.Page)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Every_page_fits_320_pixels_and_twice_its_size_and_speaks_both_languages(string role)
    {
        await using var host = await StartAsync();
        foreach (var (language, width, scale) in new[] { ("it", 320, 1f), ("en", 640, 2f) })
        {
            await using var window = await browser.OpenAsync(host, role, "C-1001", language, scripts: true, width: width, scale: scale);
            foreach (var path in await OfAsync(host, role))
            {
                _ = await window.Page.GotoAsync(path);
                Assert.Equal(language, await window.Page.Locator("html").GetAttributeAsync("lang"));
                Assert.Equal(width, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Every_page_is_kept_by_nobody_and_lets_no_script_run(string role)
    {
        await using var host = await StartAsync();
        await using var window = await browser.OpenAsync(host, role, "C-1001");
        foreach (var path in await OfAsync(host, role))
        {
            var answer = (await window.Page.GotoAsync(path))!;
            var headers = await answer.AllHeadersAsync();
            Assert.Equal("no-cache, no-store", headers["cache-control"]);
            Assert.Equal("no-cache", headers["pragma"]);
            Assert.StartsWith("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", headers["content-security-policy"], StringComparison.Ordinal);
            Assert.Equal("nosniff", headers["x-content-type-options"]);
            Assert.Equal("no-referrer", headers["referrer-policy"]);
            var html = await answer.TextAsync();
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("style=", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(" on", string.Concat(Regex.Matches(html, " on[a-z]+=\"").Select(m => m.Value)), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(host.Log, line => line.Contains("C-1001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_language_is_chosen_by_a_link_that_leads_back_to_a_page_of_ours_only()
    {
        await using var host = await StartAsync();
        await using var window = await browser.OpenAsync(host, "operator");
        _ = await window.Page.GotoAsync("/hub/customers/C-1001");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Italiano" }).ClickAsync();
        Assert.EndsWith("/hub/customers/C-1001", window.Page.Url, StringComparison.Ordinal);
        Assert.Equal("Area consensi", await window.Page.Locator("h1").InnerTextAsync());
        foreach (var elsewhere in new[] { "https://evil.example/", "//evil.example", "/hub/\\evil.example", "/hubris" })
        {
            _ = await window.Page.GotoAsync($"/hub/language?to=en&back={Uri.EscapeDataString(elsewhere)}");
            Assert.Equal("127.0.0.1", new Uri(window.Page.Url).Host);
            Assert.Equal("/hub/customers", new Uri(window.Page.Url).AbsolutePath);
        }
    }

    [Fact]
    public async Task All_is_reached_by_keyboard_and_the_first_stop_skips_to_the_content()
    {
        await using var host = await StartAsync();
        await using var window = await browser.OpenAsync(host, "operator", scripts: true);
        var page = window.Page;
        _ = await page.GotoAsync("/hub/customers");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await page.EvaluateAsync<string>("document.activeElement.innerText"));
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("id", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Keyboard.TypeAsync("C-1001");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/hub/customers/C-1001$"));
        await page.Locator("#marketing-automatic-push button").First.FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("became=Recorded"));
    }

    /// <summary>The role's pages; that of a request with the number that one has.</summary>
    private static async Task<List<string>> OfAsync(HubHost host, string role)
    {
        var filed = await host.Tracker.As(Actor.ForSelf(HubHost.Ada)).Requests.FileAsync(HubHost.Ada, SubjectRequestKind.Access, id: ChangeId.From("one"));
        return [.. Pages.Where(p => p.Role == role).Select(p => p.Path.Replace("00000000000000000000000000000007", filed.Request!.Number.ToString(), StringComparison.Ordinal))];
    }

    private static async Task<HubHost> StartAsync()
    {
        var host = await HubHost.StartAsync();
        await host.SeedAsync();
        return host;
    }
}
