using System.Globalization;
using System.Text;

namespace Consent.Repository.Tests;

/// <summary>The presets as a lawyer reads them.</summary>
internal static class JurisdictionsPage
{
    public static string Text()
    {
        var page = new StringBuilder("""
            # The jurisdictions

            Generated from the presets; a test keeps it equal to the code. Law of 28 November 2026, in our words; last review: 28 November 2026, by engineers. **This is software, not legal advice**: a lawyer reviews this page before a
            host relies on it.

            Each line is a *part* of a jurisdiction. How the parts are asked is in [the rule table](rules.md); how a host makes a jurisdiction of its own, in [the guide](guide/own-jurisdiction.md).

            | column | meaning |
            |---|---|
            | part | What kind of part it is |
            | says | What it says |
            | about | The means of contact, operations, kinds of subscriber and sectors that it is about; blank: contact by any means, of anybody |
            | from, until | When it applies: a decision about another instant takes the law of then. Blank: always. *Until* is excluded |
            | setting | The name by which a host turns it on and off: `Jurisdiction.Italy.TurnOn("double-opt-in")`; blank: always on |
            | source, mark | Where it stands, and how well that was seen: **V** the official text; **S** a secondary source; **C** corroborated; **U** unverified; **R** a reading. What would widen what a host may do and is not V is off |

            Where no rule speaks of a means of contact, it is opt-in. Further switches of each: `ReviewLegacyConsent` (off), `ObjectionOutdatesConsent` (on), `RefusalBlocksCustomerException` (on).


            """.ReplaceLineEndings("\n"));
        foreach (var law in Jurisdiction.Presets)
        {
            Add(page, law);
        }

        return page.ToString().TrimEnd() + "\n";
    }

    private static void Add(StringBuilder page, Jurisdiction law)
    {
        var age = law.MinorAge is { } years ? string.Create(CultureInfo.InvariantCulture, $"{years}") : "none";
        page.Append(CultureInfo.InvariantCulture, $"## {law.Name} (`{law.Code}`)\nA guardian consents below the age of {age}.\n\n| part | says | about | from | until | setting | source | mark |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var part in law.Parts)
        {
            var setting = part.Setting is { } name ? $"`{name}` ({(part.IsOn ? "on" : "off")})" : "";
            page.Append(CultureInfo.InvariantCulture, $"| {part.Kind} | {part.Says} | {part.About} | {At(part.From)} | {At(part.Until)} | {setting} | {part.Citation.Source} | {GeneratedDocsTests.Mark(part.Citation.Mark)} |\n");
        }

        page.Append("\n| code | source | mark |\n|---|---|---|\n");
        foreach (var (code, citation) in law.Citations.Where(c => c.Value.Mark != RuleMark.Model))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{DecisionTable.NameOf(code)}` | {citation.Source} | {GeneratedDocsTests.Mark(citation.Mark)} |\n");
        }

        page.Append('\n');
    }

    private static string At(Timestamp? at) => at?.ToString().Replace(".000000", "", StringComparison.Ordinal) ?? "";
}
