using System.Collections.Frozen;
using System.Collections.Immutable;
using Consent.Hub.Sections;

namespace Consent.Hub.Customers;

/// <summary>What a page showed, as its form brings it back: purposes with a digit for each setting. It decides nothing; it lets two versions be shown side by side.</summary>
internal static class SeenFlags
{
    public static string Write(CustomerModel model) =>
        string.Join(';', model.Sections.SelectMany(s => s.Purposes).Select(p => (p.Purpose, Digits: Digits(p))).Where(p => p.Digits is not "000").Select(p => $"{p.Purpose}={p.Digits}"));

    /// <summary>The settings that are not as they were shown.</summary>
    public static ImmutableArray<FlagConflict> Compare(string seen, CustomerModel now)
    {
        var before = seen.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)).Where(p => p is [_, { Length: 3 }]).DistinctBy(p => p[0], StringComparer.Ordinal)
            .ToFrozenDictionary(p => p[0], p => p[1], StringComparer.Ordinal);
        return [.. now.Sections.SelectMany(s => s.Purposes).SelectMany(Conflicts)];

        IEnumerable<FlagConflict> Conflicts(PurposeView purpose) => purpose.Flags
            .Select((flag, i) => new FlagConflict(purpose.Purpose, ValueOf(before.GetValueOrDefault(purpose.Purpose.ToString(), "000")[i]), flag))
            .Where(c => c.Before != c.Now.Value);
    }

    private static FlagValue ValueOf(char digit) => digit switch { '1' => FlagValue.Inactive, '2' => FlagValue.Active, _ => FlagValue.Unset };

    private static string Digits(PurposeView purpose) => string.Concat(purpose.Flags.Select(f => f.Value switch { FlagValue.Inactive => '1', FlagValue.Active => '2', _ => '0' }));
}

/// <summary>A setting that somebody else changed meanwhile.</summary>
internal sealed record FlagConflict(PurposePath Purpose, FlagValue Before, FlagView Now);
