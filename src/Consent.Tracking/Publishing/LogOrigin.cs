using System.Globalization;

namespace Consent.Tracking;

/// <summary>The names that a log has had: its first, and one with a number, from 2, after each time that it was recovered from a backup.</summary>
internal static class LogOrigin
{
    /// <summary>The origin with a number; the first is the unsuffixed one.</summary>
    public static string Of(string first, long number) => number == 1 ? first : string.Create(CultureInfo.InvariantCulture, $"{first}/{number}");

    /// <summary>The number of an origin of this log; <see langword="null"/> for another log's.</summary>
    public static long? NumberOf(string first, string origin)
    {
        if (string.Equals(first, origin, StringComparison.Ordinal))
        {
            return 1;
        }

        return origin.Length > first.Length + 1 && origin.StartsWith(first, StringComparison.Ordinal) && origin[first.Length] == '/'
            && long.TryParse(origin.AsSpan(first.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 2 && string.Equals(Of(first, number), origin, StringComparison.Ordinal)
                ? number
                : null;
    }
}
