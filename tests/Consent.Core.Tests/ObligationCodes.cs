using System.Text;

namespace Consent.Core.Tests;

/// <summary>The written forms of obligations.</summary>
internal static class ObligationCodes
{
    public static IEnumerable<string> Of(Obligations obligations) => Enum.GetValues<Obligations>().Where(o => o != Obligations.None && obligations.HasFlag(o)).Select(o => Code(o.ToString()));

    private static string Code(string name)
    {
        var code = new StringBuilder();
        foreach (var c in name)
        {
            _ = char.IsUpper(c) && code.Length > 0 ? code.Append('_') : code;
            code.Append(char.ToUpperInvariant(c));
        }

        return code.ToString();
    }
}
