using System.Globalization;
using System.Text;

namespace Consent.Verify;

/// <summary>What was read may hold anything; a terminal obeys some of it.</summary>
internal static class Printable
{
    /// <summary>The text with controls, marks of direction and other unseen characters written as <c>\u001b</c>.</summary>
    public static string Of(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var isUnseen = CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            _ = isUnseen ? result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : result.Append(c);
        }

        return result.ToString();
    }
}
