using System.Globalization;

namespace Consent;

/// <summary>A number as checkpoints and proofs write it: ASCII digits without leading zeroes, from 0 to 2^63 - 1.</summary>
internal static class CanonicalDecimal
{
    public static bool TryParse(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        return text.Length > 0 && (text[0] != '0' || text.Length == 1) && !text.ContainsAnyExceptInRange('0', '9')
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
