namespace Consent.Interchange;

/// <summary>A day as it is written: not yet known to be one of the calendar.</summary>
internal readonly record struct WireDay(int Year, int Month, int Day)
{
    /// <summary>Whether the calendar has it.</summary>
    public bool IsInCalendar => Year is >= 1 and <= 9999 && Month is >= 1 and <= 12 && Day >= 1 && Day <= DateTime.DaysInMonth(Year, Month);

    /// <summary>Reads a day at the beginning of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="form">The form that its source has besides 2018-05-25, if any.</param>
    /// <param name="day">The day.</param>
    /// <param name="rest">What follows it.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, WireDayForm? form, out WireDay day, out ReadOnlySpan<byte> rest)
    {
        if (form is not null && form.TryRead(text, out day, out rest))
        {
            return true;
        }

        day = default;
        rest = text.Length > 10 ? text[10..] : default;
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !WireDigits.TryRead(text[..4], out var year) || !WireDigits.TryRead(text[5..7], out var month) || !WireDigits.TryRead(text[8..10], out var number))
        {
            return false;
        }

        day = new(year, month, number);
        return true;
    }

    /// <summary>Whether it stands where there is no date: in the year 1, all zeros, or the beginning of 1970.</summary>
    public bool IsNone(WireTime time) => Year == 1 || this == default || (this == new WireDay(1970, 1, 1) && time.IsMidnight);
}
