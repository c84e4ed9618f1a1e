using System.Net;
using Consent.Auditing;
using Consent.Hub.Proofs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Consent.Hub.Tests;

public class ProofTests(Browser browser)
{
    [Theory]
    [InlineData("operator")]
    [InlineData("privacy")]
    [InlineData("program")]
    [InlineData("contact")]
    public async Task Nobody_else_reaches_the_proofs_by_any_address(string role)
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        using var client = await SecurityTests.ClientAsync(host, role, "C-1001");
        using var page = await client.GetAsync("/hub/proofs");
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        foreach (var path in new[] { "/hub/proofs/verification", "/hub/proofs/checkpoint", "/hub/proofs/consistency", "/hub/register/C-1001/receipt" })
        {
            using var answer = await client.PostAsync(path, new FormUrlEncodedContent([]));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Null(host.Services.GetRequiredService<LogCheck>().State);
    }

    [Fact]
    public async Task The_officer_has_the_whole_log_checked_and_that_it_was_asked_for_is_an_entry()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "dpo");
        var page = window.Page;
        _ = await page.GotoAsync("/hub/proofs");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the log now" }).ClickAsync();
        await Assertions.Expect(page.Locator(".banner")).ToContainTextAsync("All holds");
        _ = await page.GotoAsync("/hub/register");
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("Register read");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_check_that_takes_long_shows_how_far_it_is_and_looks_again_without_a_script()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        var end = new TaskCompletionSource<LogVerdict>();
        var check = host.Services.GetRequiredService<LogCheck>();
        var told = new TaskCompletionSource();
        check.Begin(4000, async (progress, _) =>
        {
            progress.Report(3000);
            told.SetResult();
            return await end.Task;
        });
        await told.Task;

        // One at a time.
        check.Begin(9, (_, _) => throw new InvalidOperationException("never"));
        using var officer = await SecurityTests.ClientAsync(host, "dpo");
        using var going = await officer.GetAsync("/hub/proofs");
        Assert.Equal("2", Assert.Single(going.Headers.GetValues("Refresh")));
        Assert.Contains("""<progress id="checked" max="4000" value="3000">""", await going.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await using var window = await browser.OpenAsync(host, "dpo", scripts: true);

        // It would load itself anew while it is judged.
        await window.Page.RouteAsync("**/hub/proofs", async route =>
        {
            var answer = await route.FetchAsync();
            await route.FulfillAsync(new() { Response = answer, Headers = answer.Headers.Where(h => !string.Equals(h.Key, "refresh", StringComparison.OrdinalIgnoreCase)) });
        });
        _ = await window.Page.GotoAsync("/hub/proofs");
        Assert.Empty(await Accessibility.OfAsync(window.Page));
        await window.Page.UnrouteAllAsync();
        _ = await window.Page.GotoAsync("/hub/proofs");
        Assert.False(await window.Page.GetByRole(AriaRole.Button, new() { Name = "Check the log now" }).IsVisibleAsync());
        end.SetResult(new(LogFlaw.RecordAltered, 2, null, new(5, default), 0));
        await Assertions.Expect(window.Page.Locator(".banner.no")).ToContainTextAsync("A privacy manager can rebuild it.");
        using var ended = await officer.GetAsync("/hub/proofs");
        Assert.False(ended.Headers.Contains("Refresh"));
    }

    [Fact]
    public async Task A_change_is_proved_by_a_receipt_and_the_growth_of_the_log_by_two_checkpoints()
    {
        await using var host = await HubHost.StartAsync();
        await host.SeedAsync();
        await using var window = await browser.OpenAsync(host, "dpo");
        var page = window.Page;
        var keys = await host.Audit.GetVerifierKeysAsync();
        _ = await page.GotoAsync("/hub/register/C-1001");
        var receipt = Receipt.Parse(await LoadAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Receipt" }).First));
        Assert.Equal(ReceiptVerdict.Verified, receipt.Verify(keys));

        _ = await page.GotoAsync("/hub/proofs");
        var older = SignedCheckpoint.Parse(await LoadAsync(page, Checkpoint()));
        _ = await host.Tracker.As(Actor.ForSelf(HubHost.Ada)).ApplyAsync(ConsentChange.For(HubHost.Ada).From(ChangeSource.SelfService).Object(Purposes.Profiling.Classic));
        var newer = SignedCheckpoint.Parse(await LoadAsync(page, Checkpoint()));
        await page.GetByLabel("Size of the earlier checkpoint").FillAsync("999999");
        await page.GetByRole(AriaRole.Button, new() { Name = "Download the proof" }).ClickAsync();
        Assert.Equal(2, await page.Locator(".flaws li").CountAsync());
        await page.GetByLabel("Size of the earlier checkpoint").FillAsync($"{older.Checkpoint.Size}");
        await page.GetByLabel("Size of the later checkpoint").FillAsync($"{newer.Checkpoint.Size}");
        var proof = ConsistencyFile.Parse(await LoadAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Download the proof" })));
        Assert.True(newer.Checkpoint.Size > older.Checkpoint.Size);
        Assert.Equal(ConsistencyVerdict.Consistent, proof.Verify(older, newer, keys));

        ILocator Checkpoint() => page.GetByRole(AriaRole.Button, new() { Name = "Download a checkpoint of now" });
    }

    private static async Task<string> LoadAsync(IPage page, ILocator button)
    {
        var file = await page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return await File.ReadAllTextAsync(await file.PathAsync(), TestContext.Current.CancellationToken);
    }
}
