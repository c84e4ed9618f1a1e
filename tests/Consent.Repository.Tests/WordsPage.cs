using System.Collections.Immutable;
using System.Text;

namespace Consent.Repository.Tests;

/// <summary>The words of one language, as a translator or a lawyer reads them.</summary>
internal static class WordsPage
{
    private static readonly ImmutableDictionary<string, string> s_names = ImmutableDictionary.CreateRange(
        [KeyValuePair.Create("de", "German"), new("en", "English"), new("es", "Spanish"), new("fr", "French"), new("it", "Italian")]);

    private static readonly (string Title, string Prefix)[] s_parts =
    [
        ("Decisions", "decision"), ("The missing condition of the customer exception", "gap"), ("Obligations", "obligation"), ("Changes", "change"), ("Outcomes of decisions", "decisionOutcome"),
        ("Outcomes of changes", "changeOutcome"), ("Results of statements", "statementResult"), ("Flags", "flag"), ("Purposes", "purpose"), ("Permissions", "permission"), ("Roles", "role"),
        ("Jurisdictions", "jurisdiction"), ("Sentences around them", "explain"), ("Dates", "date"),
    ];

    public static string Text(string language)
    {
        var others = string.Join(", ", ConsentWords.Default.Languages.Where(l => l != language).Select(l => $"[{s_names[l]}]({l}.md)"));
        var page = new StringBuilder($$"""
            # Words for people: {{s_names[language]}}

            Generated from `Words.{{language}}.resx`; a test keeps it equal to it. Also in {{others}}. How a host uses and changes them is in [the guide](../guide/words.md).
            This is software, not legal advice.

            A key is its section's prefix and the code, with `.means` or `.do` where there are two texts: `decision.OBJECTED.means`. `{list}` is filled in; what stands in brackets is left out where it is not known.

            """.ReplaceLineEndings("\n"));
        foreach (var (title, prefix) in s_parts)
        {
            Add(page, title, prefix, language);
        }

        return page.ToString();
    }

    private static void Add(StringBuilder page, string title, string prefix, string language)
    {
        var keys = ConsentWords.Keys.Select(k => k.Name).Where(k => k == prefix || k.StartsWith($"{prefix}.", StringComparison.Ordinal)).ToList();
        var isPair = keys.Any(k => k.EndsWith(".means", StringComparison.Ordinal));
        page.Append($"\n## {title}\n{(isPair ? $"| `{prefix}.` | `.means` | `.do` |\n|---|---|---|\n" : $"| `{prefix}.` | text |\n|---|---|\n")}");
        foreach (var key in isPair ? [.. keys.Where(k => k.EndsWith(".means", StringComparison.Ordinal)).Select(k => k[..^".means".Length])] : keys)
        {
            var texts = isPair ? $"{Of($"{key}.means")} | {Of($"{key}.do")}" : Of(key);
            page.Append($"| `{(key == prefix ? key : key[(prefix.Length + 1)..])}` | {texts} |\n");
        }

        string Of(string key) => ConsentWords.Default.TextOf(key, language);
    }
}
