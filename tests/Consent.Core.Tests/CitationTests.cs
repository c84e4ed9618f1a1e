using static Consent.Core.Tests.Given;

namespace Consent.Core.Tests;

/// <summary>What presets cite: their own country's sources, or none.</summary>
public class CitationTests
{
    /// <summary>Words that only one preset's sources have, and what they may not say.</summary>
    private static readonly (string Preset, string Word)[] s_words =
    [
        ("Italy", "Codice"), ("Italy", "Garante"), ("Italy", "DPR 26/2022"), ("Italy", "L. 5/2018"), ("Italy", "Cass."), ("Italy", "decreto"),
        ("Germany", "UWG 7"), ("Germany", "BGH"),
        ("France", "CPCE"), ("France", "C. conso."), ("France", "CNIL"), ("France", "2025-594"),
        ("Spain", "LSSI"), ("Spain", "LGTel"), ("Spain", "LOPDGDD"),
        ("UnitedKingdom", "PECR"), ("UnitedKingdom", "UK GDPR"),
        ("Switzerland", "(CH)"),
    ];

    private static readonly string[] s_union = ["Directive", "EDPB", "CJEU"];

    public static TheoryData<string, DecisionCode> Codes => new(Jurisdiction.Presets.SelectMany(p => Enum.GetValues<DecisionCode>().Select(code => (p.Name, code))));

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_has_its_source_in_each_preset_or_none(string preset, DecisionCode code)
    {
        var citation = Jurisdiction.Find(preset)!.CitationOf(code);
        if (citation.Source == "-")
        {
            Assert.Contains(citation.Mark, (RuleMark[])[RuleMark.Unverified, RuleMark.Model]);
        }
        else
        {
            Assert.NotEqual(RuleMark.Model, citation.Mark);
            Assert.True(IsOwn(preset, citation.Source), $"{preset} cites {citation.Source} for {code}.");
        }
    }

    [Fact]
    public void A_part_cites_its_own_countrys_sources()
    {
        foreach (var preset in Jurisdiction.Presets)
        {
            Assert.All(preset.Parts, p => Assert.True(IsOwn(preset.Name, p.Citation.Source), $"{preset}: {p} cites {p.Citation.Source}."));

            // France's calls: what a date ends, and what then narrows it, stand there without a setting.
            Assert.All(WrittenPart.Of(preset).Where(p => p.IsWidening), p => Assert.True(
                p.Part.Setting is null ? p.Part.Citation.Mark == RuleMark.Verified || p.Part.From is not null || p.Part.Until is not null : !p.Part.IsOn, $"{preset}: {p.Part} widens, its source was not seen, and it is on."));
        }
    }

    [Fact]
    public void Each_word_is_one_that_its_preset_uses() => Assert.All(s_words, w => Assert.Contains(Sources(Jurisdiction.Find(w.Preset)!), s => s.Contains(w.Word, StringComparison.Ordinal)));

    [Fact]
    public void The_same_no_is_cited_by_each_law_as_its_own()
    {
        var email = Purposes.Marketing.Automatic.Email;
        var cited = Jurisdiction.Presets.ToDictionary(p => p.Name, p => new Given(p).Gave(1, email).Objected(2, Purposes.Marketing.Group).MayContact(email).Article, StringComparer.Ordinal);
        Assert.Equal("GDPR 21(2)-(3)", cited["France"]);
        Assert.Equal("UK GDPR 21(2)-(3)", cited["UnitedKingdom"]);
        Assert.Equal("-", cited["Switzerland"]);
    }

    [Fact]
    public void A_permit_that_waits_after_a_restore_cites_that_and_obliges_to_nothing()
    {
        var decision = new Given().Decide(ProcessingRequest.ToContact(Ada, Purposes.Marketing.Automatic.Email).With(Sold), isRestorePending: true);
        Assert.Equal((DecisionCode.AfterRestore, "GDPR 5(1)(d), (f)", Obligations.None), (decision.Code, decision.Article, decision.Obligations));
    }

    [Fact]
    public void Every_property_of_the_facts_is_left_out_by_the_law_of_absent_facts() =>
        Assert.Equal(typeof(RequestFacts).GetProperties().Where(p => p.SetMethod?.IsStatic == false).Select(p => p.Name).Order(StringComparer.Ordinal), FactsLeftOut.Properties.Order(StringComparer.Ordinal));

    private static bool IsOwn(string preset, string source) =>
        s_words.All(w => w.Preset == preset || !source.Contains(w.Word, StringComparison.Ordinal))
        && (preset is not ("UnitedKingdom" or "Switzerland") || (!s_union.Any(w => source.Contains(w, StringComparison.Ordinal)) && !source.Replace("UK GDPR", "", StringComparison.Ordinal).Contains("GDPR", StringComparison.Ordinal)));

    private static IEnumerable<string> Sources(Jurisdiction law) => law.Parts.Select(p => p.Citation.Source).Concat(law.Citations.Values.Select(c => c.Source));
}
