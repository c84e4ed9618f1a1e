using System.Globalization;

namespace Consent;

/// <summary>Words of a whole decision.</summary>
public sealed partial class ConsentWords
{
    private const string NoSource = "-";

    /// <summary>What a decision's reason means, and what can be done, with its list, purpose, missing condition and source filled in.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="language">A language tag.</param>
    /// <remarks>Where a condition of the customer exception is missing, what can be done is said of that condition. The ground that a decision cites is a host's own text and is never told.</remarks>
    public CodeWords Of(in ConsentDecision decision, string language) => Fill(decision, language, FillersOf(decision, language));

    /// <summary>A decision in one short paragraph: outcome, reason, source, what can be done, what a permit obliges to, and until when it holds.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="language">A language tag.</param>
    public string Explain(in ConsentDecision decision, string language)
    {
        var fillers = FillersOf(decision, language);
        var words = Fill(decision, language, fillers);
        var saysPurpose = WordText.PlaceholdersOf(TextOf(WordKeys.Means(WordKeys.Of(decision.Code)), language)).HasFlag(WordPlaceholders.Purpose);
        var obligations = Of(decision.Obligations, language);
        string?[] sentences =
        [
            Filled(WordKeys.Opening, saysPurpose ? fillers with { Purpose = null } : fillers),
            words.Means,
            fillers.Article is null ? null : Filled(WordKeys.Source, fillers),
            words.WhatToDo,
            obligations.IsEmpty ? null : Filled(WordKeys.Obliged, fillers with { Obligations = string.Join("; ", obligations.Select(o => o.Means)) }),
            fillers.Until is null ? null : Filled(WordKeys.Holds, fillers),
        ];
        return string.Join(' ', sentences.OfType<string>());

        string Filled(string key, in WordFillers with) => WordText.Fill(TextOf(key, language), with);
    }

    private CodeWords Fill(in ConsentDecision decision, string language, in WordFillers fillers)
    {
        var words = Fill(WordKeys.Of(decision.Code), language, fillers);
        return decision.Code == DecisionCode.SoftSpamCondition && Of(decision.Gap, language) is { } gap ? words with { WhatToDo = gap.WhatToDo } : words;
    }

    private WordFillers FillersOf(in ConsentDecision decision, string language) => new()
    {
        List = decision.List,
        Purpose = decision.Node is null ? null : Of(decision.Node, language),
        Article = string.Equals(decision.Article, NoSource, StringComparison.Ordinal) ? null : decision.Article,
        Jurisdiction = decision.Jurisdiction is null ? null : Find(WordKeys.OfJurisdiction(decision.Jurisdiction), language) ?? decision.Jurisdiction,
        Until = decision.HoldsUntil is { } until ? DateOf(until, language) : null,
        Missing = Of(decision.Gap, language)?.Means,
        Outcome = Of(decision.Outcome, language),
    };

    private string DateOf(Timestamp at, string language)
    {
        var date = at.ToDateTimeOffset();
        return WordText.Fill(TextOf(WordKeys.Date, language), new()
        {
            Day = date.Day.ToString("00", CultureInfo.InvariantCulture),
            Month = date.Month.ToString("00", CultureInfo.InvariantCulture),
            Year = date.Year.ToString("0000", CultureInfo.InvariantCulture),
        });
    }
}
