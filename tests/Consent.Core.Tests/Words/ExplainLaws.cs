using System.Diagnostics;
using Consent.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Consent.Core.Tests.Words;

/// <summary>A decision in words.</summary>
public class ExplainLaws
{
    private const string Mode = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    private static readonly Gen<string> s_language = Gen.Elements("de", "en", "es", "fr", "it", "de-AT", "pt");

    [Law]
    public Property Whatever_is_decided_can_be_told() => Laws.ForAll(
        from question in LawQuestion.Any()
        from language in s_language
        select (Decision: question.Decide(), Language: language), x => IsTold(x.Decision, x.Language));

    /// <summary>Also what no history of the test kit leads to.</summary>
    [Law]
    public Property Whatever_a_decision_may_hold_can_be_told() => Laws.ForAll(
        from decision in Decisions()
        from language in s_language
        select (Decision: decision, Language: language), x => IsTold(x.Decision, x.Language));

    [Fact]
    public void A_list_is_named() => Assert.Equal(
        "Nicht erlaubt: Werbung per persönlichem Anruf. Die Person ist in eine Werbesperrliste eingetragen (RPO). Quelle: L. 5/2018, 1(5) (Italien). "
        + "Nicht auf diesem Weg kontaktieren; eine Einwilligung geht der Liste nur vor, wo das Gesetz es vorsieht. Ohne neue Erklärung gilt dies bis 03.04.2027 (UTC).",
        ConsentWords.Default.Explain(
            new()
            {
                Outcome = DecisionOutcome.Deny, Code = DecisionCode.Listed, List = "RPO", Node = Purposes.Marketing.Traditional.Phone, Jurisdiction = "Italy", Article = "L. 5/2018, 1(5)",
                HoldsUntil = Timestamp.From(new DateTimeOffset(2027, 4, 3, 22, 0, 0, TimeSpan.Zero)),
            }, "de-AT"));

    [Fact]
    public void A_permit_says_what_it_obliges_to() => Assert.Equal(
        "Consentito. La persona ha prestato il consenso (marketing via e-mail) e ciò è dimostrabile. Il trattamento può essere effettuato; una revoca deve essere rispettata appena espressa. "
        + "Obblighi: offrire un modo semplice di opporsi; indicare il mittente.",
        ConsentWords.Default.Explain(
            new() { Outcome = DecisionOutcome.Permit, Code = DecisionCode.Consent, Node = Purposes.Marketing.Automatic.Email, Obligations = Obligations.IncludeOptOut | Obligations.NameSender }, "it"));

    [Fact]
    public void A_missing_condition_is_told_with_what_can_be_done_about_it()
    {
        var decision = new ConsentDecision { Outcome = DecisionOutcome.NoBasis, Code = DecisionCode.SoftSpamCondition, Gap = SoftSpamGap.Minor };
        var words = ConsentWords.Default.Of(decision, "en");
        Assert.Equal("A condition of the exception for existing customers is not met. The person is stated to be a minor.", words.Means);
        Assert.Equal(ConsentWords.Default.Of(SoftSpamGap.Minor, "en")!.WhatToDo, words.WhatToDo);
        Assert.Equal(ConsentWords.Default.Of(DecisionCode.SoftSpamCondition, "en"), ConsentWords.Default.Of(decision with { Gap = SoftSpamGap.None }, "en"));
    }

    [Fact]
    public void A_note_names_the_node_that_stands_in_the_way() => Assert.Equal(
        "Enregistré, mais une opposition y fait encore obstacle (prospection par tout moyen).",
        ConsentWords.Default.Of(new ChangeNote(ChangeCode.StillObjected, Purposes.Marketing.Group), "fr").Means);

    /// <summary>A ground is a host's own text, and may name somebody.</summary>
    [Fact]
    public void A_ground_is_not_told() => Assert.DoesNotContain(
        "Rossi", ConsentWords.Default.Explain(new() { Outcome = DecisionOutcome.Permit, Code = DecisionCode.ClaimsException, Ground = "case of Rossi" }, "en"), StringComparison.Ordinal);

    [Fact]
    public async Task A_host_without_cultures_has_the_same_words()
    {
        var decision = new ConsentDecision { Outcome = DecisionOutcome.Deny, Code = DecisionCode.Objected, HoldsUntil = Timestamp.MaxValue };
        Assert.Equal(
            "Non autorisé. La personne a exercé son droit d’opposition au traitement. Ne pas traiter\u202F; seule la personne peut revenir sur son opposition, par un nouvel acte de sa part. "
            + "Sauf nouvelle déclaration, cela vaut jusqu’au 31/12/9999 (UTC).",
            ConsentWords.Default.Explain(decision, "fr-BE"));
        Assert.Equal("objection, in Klingon", ConsentWords.Default.With("tlh", [new("flag.OBJECTION", "objection, in Klingon")]).Of(ConsentFlag.Objection, "tlh-Latn"));
        if (Environment.GetEnvironmentVariable(Mode) == "1")
        {
            Assert.ThrowsAny<ArgumentException>(() => System.Globalization.CultureInfo.GetCultureInfo("fr"));
            return;
        }

        var start = new ProcessStartInfo("dotnet", [typeof(ExplainLaws).Assembly.Location, "-class", typeof(ExplainLaws).FullName!, "-class", typeof(EmbeddedWordsTests).FullName!, "-class", typeof(LanguageTests).FullName!])
        {
            RedirectStandardOutput = true,
            Environment = { [Mode] = "1", ["CONSENT_CASES"] = "20" },
        };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, said);
    }

    private static Gen<ConsentDecision> Decisions() =>
        from outcome in Gen.Elements(Enum.GetValues<DecisionOutcome>())
        from code in Gen.Elements(Enum.GetValues<DecisionCode>())
        from list in Gen.Elements(null, "RPO", "a list of ours")
        from jurisdiction in Gen.Elements([null, "Portugal", .. Jurisdiction.Presets.Select(p => p.Name)])
        from article in Gen.Elements("-", "GDPR 7(3)")
        from node in Gen.Elements([null, PurposePath.All, PurposePath.Parse("own.thing"), .. ContactlabTaxonomy.Instance.Nodes.Select(n => n.Path)])
        from gap in Gen.Elements(Enum.GetValues<SoftSpamGap>())
        from obligations in Gen.Choose(0, 255)
        from until in Gen.Frequency((1, Gen.Constant<Timestamp?>(null)), (2, TimeGen.Any().Select(t => (Timestamp?)t)))
        select new ConsentDecision
        {
            Outcome = outcome, Code = code, List = list, Jurisdiction = jurisdiction, Article = article, Node = node, Gap = gap, Obligations = (Obligations)obligations, HoldsUntil = until,
        };

    private static bool IsTold(ConsentDecision decision, string language)
    {
        var (words, told) = (ConsentWords.Default.Of(decision, language), ConsentWords.Default.Explain(decision, language));
        return !told.AsSpan().ContainsAny("{}[]")
            && !told.Contains("  ", StringComparison.Ordinal)
            && told.StartsWith(ConsentWords.Default.Of(decision.Outcome, language), StringComparison.Ordinal)
            && told.Contains(words.Means, StringComparison.Ordinal)
            && told.Contains(words.WhatToDo, StringComparison.Ordinal)
            && (decision.Node is null || Occurrences(told, ConsentWords.Default.Of(decision.Node, language)) is var times && times >= 1 && (times == 1 || ContactlabTaxonomy.Instance.Find(decision.Node) is null || decision.Node.IsRoot))
            && (decision.Article == "-" || told.Contains(decision.Article, StringComparison.Ordinal))
            && (decision.List is null || decision.Code is not (DecisionCode.Listed or DecisionCode.ListStale or DecisionCode.ListNotChecked) || told.Contains(decision.List, StringComparison.Ordinal))
            && ConsentWords.Default.Of(decision.Obligations, language).All(o => told.Contains(o.Means, StringComparison.Ordinal));
    }

    private static int Occurrences(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;
}
