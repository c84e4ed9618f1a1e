using System.Globalization;

namespace Consent.Interchange;

/// <summary>Reads and writes the wire's dates: RFC 3339 date-times, and offsets without a colon, which the product's own exports have.</summary>
/// <remarks>
/// A fraction of any length is floored to the microsecond. There is no local time: an offset or <c>Z</c> must be there. The second 60 is read
/// where it can be a leap second, 23:59:60 UTC, as the last microsecond of second 59: later than all before it, earlier than the next day.
/// </remarks>
internal static class WireDate
{
    private const int WrittenLength = 27;
    private const int LengthToSeconds = 19;

    /// <summary>Reads a date-time.</summary>
    /// <param name="text">The text, unescaped.</param>
    /// <param name="date">The instant.</param>
    /// <returns><see langword="null"/>, or what is wrong.</returns>
    public static string? Flaw(ReadOnlySpan<byte> text, out Timestamp date)
    {
        date = default;
        if (text.Length < LengthToSeconds + 1 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t') || text[13] != ':' || text[16] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second)
            || !TryFraction(text[LengthToSeconds..], out var microseconds, out var rest) || !TryOffset(rest, out var offsetMinutes))
        {
            return "is no date-time such as 2018-05-25T00:00:00Z";
        }

        if (month is < 1 or > 12 || year < 1 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 60)
        {
            return "is a date-time that the calendar does not have";
        }

        var isLeap = second == 60;
        var ticks = new DateTime(year, month, day, hour, minute, isLeap ? 59 : second, DateTimeKind.Utc).Ticks - (offsetMinutes * TimeSpan.TicksPerMinute);
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return "lies outside the years 1 to 9999";
        }

        if (isLeap && ticks % TimeSpan.TicksPerDay != TimeSpan.TicksPerDay - TimeSpan.TicksPerSecond)
        {
            return "has the second 60 where no leap second can be";
        }

        date = Timestamp.FromUnixMicroseconds(((ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond) + (isLeap ? 999_999 : microseconds));
        return null;
    }

    /// <summary>Writes a date-time in UTC: <c>2018-05-25T00:00:00.000Z</c>, with six digits of fraction where there are microseconds.</summary>
    /// <returns>How many bytes.</returns>
    public static int Write(Timestamp date, Span<byte> destination)
    {
        var isWhole = date.UnixMicroseconds % 1000 == 0;
        var utc = date.ToDateTimeOffset().UtcDateTime;
        utc.TryFormat(
            destination, out var written, isWhole ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return written;
    }

    public static int MaxLength => WrittenLength;

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (!IsDigit(digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int microseconds, out ReadOnlySpan<byte> rest)
    {
        microseconds = 0;
        rest = text;
        if (text[0] != '.')
        {
            return true;
        }

        var length = 1;
        for (var weight = 100_000; length < text.Length && IsDigit(text[length]); length++, weight /= 10)
        {
            microseconds += (text[length] - '0') * weight;
        }

        rest = text[length..];
        return length > 1;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text is [(byte)'Z' or (byte)'z'])
        {
            return true;
        }

        if (text is not [(byte)'+' or (byte)'-', _, _, .. var tail])
        {
            return false;
        }

        tail = tail is [(byte)':', _, _] ? tail[1..] : tail;
        if (tail.Length != 2 || !TryDigits(text[1..3], out var hours) || !TryDigits(tail, out minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        minutes = (text[0] == '-' ? -1 : 1) * ((hours * 60) + minutes);
        return true;
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';
}
