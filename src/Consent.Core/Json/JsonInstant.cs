using System.Globalization;

namespace Consent;

/// <summary>An instant as it comes from other programs: RFC 3339 with any number of digits and any offset. It is written in one form only.</summary>
internal static class JsonInstant
{
    /// <summary>RFC 3339 without leap seconds, with offsets of up to 14 hours; escaped for JSON.</summary>
    public const string Pattern = """\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]((0\\d|1[0-3]):[0-5]\\d|14:00))""";

    /// <summary>A day with the offsets at its start and end, as <see cref="Occurrence"/> has it; escaped for JSON.</summary>
    public const string DayPattern = """\\d{4}-\\d{2}-\\d{2}[+-]\\d{2}:\\d{2}/[+-]\\d{2}:\\d{2}""";

    /// <summary>A .NET instant has seven digits of fraction.</summary>
    private const int LastDigit = 27;
    private const int Fraction = 19;

    public static bool TryParse(string text, out Timestamp value)
    {
        if (Timestamp.TryParse(text, null, out value))
        {
            return true;
        }

        if (text.Length < Fraction + 1 || text.Length > 35 || text[10] != 'T' || text.AsSpan().ContainsAnyExceptInRange('+', 'Z'))
        {
            return false;
        }

        // Past the seventh digit there is nothing that an instant could keep.
        var end = text.AsSpan(Fraction).IndexOfAny("Z+-") + Fraction;
        var kept = end > LastDigit && text.AsSpan(LastDigit, end - LastDigit).IndexOfAnyExceptInRange('0', '9') < 0 && end <= LastDigit + 2 ? text.Remove(LastDigit, end - LastDigit) : text;
        var isRead = DateTimeOffset.TryParseExact(kept, s_forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && end >= Fraction;
        value = at;
        return isRead;
    }

    private static readonly string[] s_forms = [.. new[] { "", ".f", ".ff", ".fff", ".ffff", ".fffff", ".ffffff", ".fffffff" }.SelectMany(fraction => new[] { $"yyyy-MM-dd'T'HH:mm:ss{fraction}'Z'", $"yyyy-MM-dd'T'HH:mm:ss{fraction}zzz" })];
}
