using System.Text.RegularExpressions;

namespace Consent.Reference;

/// <summary>What a permit obliges to, in codes: the JSON says <c>includeOptOut</c>, a decision <c>INCLUDE_OPT_OUT</c>.</summary>
internal static partial class Obliging
{
    public const string OptOut = "INCLUDE_OPT_OUT";

    /// <summary>Row 4b: what is no duty of marketing.</summary>
    public static bool IsOfEveryUse(string code) => code is "NAME_SENDER" or "SHOW_NUMBER" or "NAME_TRANSFEREE";

    public static IEnumerable<string> Of(RefLawPart part) => part.Names("obligations").Select(name => Capital().Replace(name, "_$0").ToUpperInvariant());

    [GeneratedRegex("[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex Capital();
}
