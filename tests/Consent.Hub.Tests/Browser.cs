using Consent.Hub.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Consent.Hub.Tests;

/// <summary>One Chromium for all tests: Debian's, not one that is downloaded.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Path = "/usr/bin/chromium";

    /// <summary>Milliseconds that a page may take: as many as a busy machine needs, since time is no law of these tests.</summary>
    private const float Patience = 120_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        // What runs in CI has installed it, and does not go on without.
        if (File.Exists(Path) || Environment.GetEnvironmentVariable("CI") is not null)
        {
            _playwright = await Playwright.CreateAsync();
            Assertions.SetDefaultExpectTimeout(Patience);
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = ["--no-sandbox", "--disable-gpu"] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>A window of somebody who is signed in; without scripts unless asked for, since no page needs one.</summary>
    public async Task<Window> OpenAsync(HubHost host, string? role, string id = "somebody", string language = "en", bool scripts = false, int width = 1280, ColorScheme scheme = ColorScheme.Light, float scale = 1)
    {
        Assert.SkipWhen(_browser is null && Environment.GetEnvironmentVariable("CI") is null, "There is no Chromium here.");
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = host.Origin,
            JavaScriptEnabled = scripts,
            Locale = language,
            ViewportSize = new() { Width = width, Height = scale > 1 ? 360 : 800 },
            DeviceScaleFactor = scale,
            ColorScheme = scheme,
        });
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            // The tests' own page for signing in has no icon.
            if (!message.Location.Contains("favicon.ico", StringComparison.Ordinal))
            {
                complaints.Add(message.Text);
            }
        };
        if (role is not null)
        {
            _ = await page.GotoAsync($"/test-sign-in/{role}/{id}");
        }
        return new(context, page, complaints);
    }
}

/// <summary>A browser's window, with all that its console was told.</summary>
public sealed record Window(IBrowserContext Context, IPage Page, List<string> Complaints) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Context.DisposeAsync();
}
