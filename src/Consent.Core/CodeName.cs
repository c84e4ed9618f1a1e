using System.Text;

namespace Consent;

/// <summary>Writes the name of an enumeration member as a stable code: <c>ConsentWithdrawn</c> as <c>CONSENT_WITHDRAWN</c>.</summary>
internal static class CodeName
{
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0)
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(c));
        }

        return text.ToString();
    }
}
