using System.Globalization;

namespace Consent.Interchange;

/// <summary>Reads and writes the wire's dates: what RFC 3339 has, what exports make of it, and days.</summary>
/// <remarks>
/// <para>An instant: a day, <c>T</c> or a blank, a time with or without seconds, and its offset: <c>Z</c>, <c>+02:00</c>, <c>+0200</c> or <c>+02</c>. A
/// fraction of any length, behind a point or comma, is floored to the microsecond. There is no local time: without an offset it is no date. The
/// second 60 is read where it can be a leap second, 23:59:60 UTC, as the last microsecond of second 59: later than all before it, earlier than
/// the next day.</para>
/// <para>A day is a day, and no midnight. What programs write where they have no date is none: nothing, the year 1, all zeros, the beginning of
/// 1970.</para>
/// </remarks>
internal static class WireDate
{
    public const int MaxLength = 27;

    private const string NoDate = "is no date such as 2018-05-25T00:00:00Z or 2018-05-25";

    /// <summary>Reads a date.</summary>
    /// <param name="text">The text, unescaped.</param>
    /// <param name="export">How its source writes a day, and in which time zone.</param>
    /// <param name="date">The instant or day; <see langword="null"/>: none.</param>
    /// <returns><see langword="null"/>, or what is wrong.</returns>
    public static string? Flaw(ReadOnlySpan<byte> text, ContactHubExport export, out Occurrence? date)
    {
        date = null;
        text = text.Trim(" \t\r\n"u8);
        if (text.IsEmpty || text.SequenceEqual("0"u8))
        {
            return null;
        }

        if (!WireDay.TryRead(text, export.Days, out var day, out var rest))
        {
            return NoDate;
        }

        var time = default(WireTime);
        if (!rest.IsEmpty && !WireTime.TryRead(rest, out time))
        {
            return NoDate;
        }

        if (day.IsNone(time))
        {
            return null;
        }

        if (!day.IsInCalendar || !time.IsOnClock)
        {
            return "is a date that the calendar does not have";
        }

        return rest.IsEmpty ? FlawOfDay(day, export, out date) : FlawOfInstant(day, time, out date);
    }

    /// <summary>Writes an instant in UTC: <c>2018-05-25T00:00:00.000Z</c>, with six digits of fraction where there are microseconds.</summary>
    /// <returns>How many bytes.</returns>
    public static int Write(Timestamp date, Span<byte> destination)
    {
        var isWhole = date.UnixMicroseconds % 1000 == 0;
        var utc = date.ToDateTimeOffset().UtcDateTime;
        utc.TryFormat(
            destination, out var written, isWhole ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return written;
    }

    private static string? FlawOfDay(WireDay day, ContactHubExport export, out Occurrence? date)
    {
        date = null;
        if (day.Year > 9998)
        {
            return "lies outside the years 2 to 9998";
        }

        var value = new DateOnly(day.Year, day.Month, day.Day);
        date = export.DayZone is { } zone ? Occurrence.On(value, zone) : Occurrence.On(value);
        return null;
    }

    private static string? FlawOfInstant(WireDay day, WireTime time, out Occurrence? date)
    {
        date = null;
        var isLeap = time.Second == 60;
        var ticks = new DateTime(day.Year, day.Month, day.Day, time.Hour, time.Minute, isLeap ? 59 : time.Second, DateTimeKind.Utc).Ticks
            - (time.OffsetMinutes * TimeSpan.TicksPerMinute);
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return "lies outside the years 1 to 9999";
        }

        if (isLeap && ticks % TimeSpan.TicksPerDay != TimeSpan.TicksPerDay - TimeSpan.TicksPerSecond)
        {
            return "has the second 60 where no leap second can be";
        }

        var microseconds = ((ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond) + (isLeap ? 999_999 : time.Microseconds);
        date = microseconds == 0 ? null : Occurrence.At(Timestamp.FromUnixMicroseconds(microseconds));
        return null;
    }
}
