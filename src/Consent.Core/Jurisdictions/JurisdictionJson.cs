using System.Text.Json;

namespace Consent;

/// <summary>The names of a jurisdiction's JSON: members of enumerations with a small first letter.</summary>
internal static class JurisdictionJson
{
    public const string Format = "1.0";

    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static T? Find<T>(string? name)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(NameOf(value), name, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>The members whose bits are set.</summary>
    public static IEnumerable<T> In<T>(int bits)
        where T : struct, Enum => Enum.GetValues<T>().Where(v => (bits & (1 << Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture))) != 0);

    public static IEnumerable<Obligations> In(Obligations obligations) => Enum.GetValues<Obligations>().Where(o => o != Obligations.None && obligations.HasFlag(o));

    public static IEnumerable<StatementProof> In(StatementProof proof) => Enum.GetValues<StatementProof>().Where(p => p != StatementProof.None && proof.HasFlag(p));

    public static string LetterOf(RuleMark mark) => mark switch
    {
        RuleMark.Verified => "V",
        RuleMark.Secondary => "S",
        RuleMark.Corroborated => "C",
        RuleMark.Unverified => "U",
        RuleMark.Reading => "R",
        _ => "-",
    };

    public static RuleMark? MarkOf(string? letter)
    {
        foreach (var mark in Enum.GetValues<RuleMark>())
        {
            if (string.Equals(LetterOf(mark), letter, StringComparison.Ordinal))
            {
                return mark;
            }
        }

        return null;
    }
}
