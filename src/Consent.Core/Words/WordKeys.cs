using System.Collections.Frozen;
using System.Collections.Immutable;
using static Consent.WordPlaceholders;

namespace Consent;

/// <summary>All keys that there are, and how they are made.</summary>
internal static class WordKeys
{
    public const string Opening = "explain.opening";
    public const string Source = "explain.source";
    public const string Obliged = "explain.obligations";
    public const string Holds = "explain.until";
    public const string Date = "date";

    private const string PurposePrefix = "purpose.";
    private const string JurisdictionPrefix = "jurisdiction.";
    private const WordPlaceholders OfADecision = Purpose | Article | WordPlaceholders.Jurisdiction | Until;

    /// <summary>In the order of the pages: codes, what belongs to them, names, and what a sentence is made with.</summary>
    public static ImmutableArray<WordKey> All { get; } =
    [
        .. Enum.GetValues<DecisionCode>().SelectMany(c => Pair(Of(c), OfADecision | c switch
        {
            DecisionCode.Listed or DecisionCode.ListNotChecked or DecisionCode.ListStale => List,
            DecisionCode.SoftSpamCondition => Missing,
            _ => None,
        })),
        .. Enum.GetValues<SoftSpamGap>().Where(g => g != SoftSpamGap.None).SelectMany(g => Pair(Of(g), None)),
        .. Enum.GetValues<Obligations>().Where(o => o != Consent.Obligations.None).SelectMany(o => Pair(Of(o), None)),
        .. Enum.GetValues<ChangeCode>().SelectMany(c => Pair(Of(c), Purpose)),
        .. Enum.GetValues<DecisionOutcome>().Select(o => new WordKey(Of(o), None, None)),
        .. Enum.GetValues<ChangeOutcome>().Select(o => new WordKey(Of(o), None, None)),
        .. Enum.GetValues<StatementResult>().Select(r => new WordKey(Of(r), None, None)),
        .. Enum.GetValues<ConsentFlag>().SelectMany(f => Enum.GetValues<FlagValue>().Select(v => Of(f, v)).Prepend(Of(f))).Select(k => new WordKey(k, None, None)),
        .. ContactlabTaxonomy.Instance.Nodes.Select(n => new WordKey(Of(n.Path), None, None)),
        .. Enum.GetValues<Permission>().Select(p => new WordKey(Of(p), None, None)),
        .. Enum.GetValues<ActorRole>().Select(r => new WordKey(Of(r), None, None)),
        .. Consent.Jurisdiction.Presets.Select(j => new WordKey(OfJurisdiction(j.Name), None, None)),
        new(Opening, Outcome, Purpose),
        new(Source, Article, WordPlaceholders.Jurisdiction),
        new(Obliged, WordPlaceholders.Obligations, None),
        new(Holds, Until, None),
        new(Date, Day | Month | Year, None),
    ];

    private static readonly FrozenDictionary<string, WordKey> s_byName = All.ToFrozenDictionary(k => k.Name, StringComparer.Ordinal);

    public static string Of(DecisionCode code) => $"decision.{Name(code)}";

    public static string Of(SoftSpamGap gap) => $"gap.{Name(gap)}";

    public static string Of(Obligations one) => $"obligation.{Name(one)}";

    public static string Of(ChangeCode code) => $"change.{Name(code)}";

    public static string Of(DecisionOutcome outcome) => $"decisionOutcome.{Name(outcome)}";

    public static string Of(ChangeOutcome outcome) => $"changeOutcome.{Name(outcome)}";

    public static string Of(StatementResult result) => $"statementResult.{Name(result)}";

    public static string Of(ConsentFlag flag) => $"flag.{Name(flag)}";

    public static string Of(ConsentFlag flag, FlagValue value) => $"{Of(flag)}.{Name(value)}";

    public static string Of(PurposePath purpose) => $"{PurposePrefix}{purpose}";

    public static string Of(Permission permission) => $"permission.{Name(permission)}";

    public static string Of(ActorRole role) => $"role.{Name(role)}";

    public static string OfJurisdiction(string name) => $"{JurisdictionPrefix}{name}";

    public static string Means(string key) => $"{key}.means";

    public static string WhatToDo(string key) => $"{key}.do";

    /// <summary>The key of a name: a known one, or one of a host's own purpose or jurisdiction.</summary>
    public static WordKey? Find(string name)
    {
        if (s_byName.TryGetValue(name, out var key))
        {
            return key;
        }

        var isOwn = (name.StartsWith(PurposePrefix, StringComparison.Ordinal) && PurposePath.TryParse(name.AsSpan(PurposePrefix.Length), null, out _))
            || (name.StartsWith(JurisdictionPrefix, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(name[JurisdictionPrefix.Length..]));
        return isOwn ? new(name, None, None) : null;
    }

    private static IEnumerable<WordKey> Pair(string key, WordPlaceholders perhaps) => [new(Means(key), None, perhaps), new(WhatToDo(key), None, perhaps)];

    private static string Name<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value) ? CodeName.Of(value.ToString()) : throw new ArgumentOutOfRangeException(nameof(value), value, "There are no words for it.");
}
