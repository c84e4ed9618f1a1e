using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Consent.Hub.Tests;

/// <summary>What axe-core finds wrong with a page, in the window's own tab: its adapter for Playwright opens a second one for each page, which takes ten times as long.</summary>
public static class Accessibility
{
    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>All rules of WCAG 2.2 AA and of those before.</summary>
    public static Task<string[]> OfAsync(IPage page) => RunAsync(page, """{"type":"tag","values":["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa"]}""");

    /// <summary>Whether all text stands out.</summary>
    public static Task<string[]> OfColoursAsync(IPage page) => RunAsync(page, """{"type":"rule","values":["color-contrast"]}""");

    /// <summary>Each rule that is broken, with the first two elements that break it.</summary>
    private static async Task<string[]> RunAsync(IPage page, string rules)
    {
        _ = await page.EvaluateAsync(s_axe);
        var found = await page.EvaluateAsync<JsonElement>(
            """
            async rules => {
                const found = await axe.run(document, { runOnly: JSON.parse(rules), resultTypes: ["violations"] });
                return { looked: found.passes.length + found.violations.length, broken: found.violations.map(v => `${v.id}: ${v.nodes.slice(0, 2).map(n => n.html).join(" | ")}`) };
            }
            """,
            rules);
        Assert.True(found.GetProperty("looked").GetInt32() > 0);
        return [.. found.GetProperty("broken").EnumerateArray().Select(b => b.GetString()!)];
    }
}
