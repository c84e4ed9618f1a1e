using System.Globalization;
using System.Text;

namespace Consent;

/// <summary>Texts of JSON that no reader gives out, because they are not well-formed.</summary>
internal static class JsonEscapes
{
    /// <summary>What a text says, with U+FFFD for each half of a surrogate pair.</summary>
    /// <param name="written">As it stands between its quotes, with escapes that are whole.</param>
    public static string Replaced(string written)
    {
        var told = new StringBuilder(written.Length);
        for (var i = 0; i < written.Length; i++)
        {
            if (written[i] != '\\')
            {
                told.Append(written[i]);
                continue;
            }

            i++;
            if (written[i] == 'u')
            {
                told.Append((char)ushort.Parse(written.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                told.Append(written[i] switch { 'b' => '\b', 'f' => '\f', 'n' => '\n', 'r' => '\r', 't' => '\t', var itself => itself });
            }
        }

        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(told.ToString()));
    }
}
