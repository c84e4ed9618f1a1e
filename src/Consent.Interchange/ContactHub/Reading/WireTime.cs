namespace Consent.Interchange;

/// <summary>A time of day and its offset from UTC as they are written: not yet known to be ones of the clock.</summary>
internal readonly record struct WireTime(int Hour, int Minute, int Second, int Microseconds, int OffsetMinutes)
{
    /// <summary>Whether clocks show it; second 60 too.</summary>
    public bool IsOnClock => Hour <= 23 && Minute <= 59 && Second <= 60;

    /// <summary>Whether it is midnight where it was written.</summary>
    public bool IsMidnight => this is { Hour: 0, Minute: 0, Second: 0, Microseconds: 0 };

    /// <summary>Reads all of a text: what follows a day.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out WireTime time)
    {
        time = default;
        if (text.Length < 6 || text[0] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[3] != ':'
            || !WireDigits.TryRead(text[1..3], out var hour) || !WireDigits.TryRead(text[4..6], out var minute))
        {
            return false;
        }

        var rest = text[6..];
        var second = 0;
        var microseconds = 0;
        if (rest is [(byte)':', _, _, ..])
        {
            if (!WireDigits.TryRead(rest[1..3], out second) || !TryFraction(rest[3..], out microseconds, out rest))
            {
                return false;
            }
        }

        if (!TryOffset(rest.TrimStart((byte)' '), out var offsetMinutes))
        {
            return false;
        }

        time = new(hour, minute, second, microseconds, offsetMinutes);
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> text, out int microseconds, out ReadOnlySpan<byte> rest)
    {
        microseconds = 0;
        rest = text;
        if (text is not [(byte)'.' or (byte)',', ..])
        {
            return true;
        }

        var length = 1;
        for (var weight = 100_000; length < text.Length && WireDigits.IsDigit(text[length]); length++, weight /= 10)
        {
            microseconds += (text[length] - '0') * weight;
        }

        rest = text[length..];
        return length > 1;
    }

    /// <summary>Reads <c>Z</c>, <c>+02</c>, <c>+0200</c> or <c>+02:00</c>.</summary>
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
        if (tail.Length is not (0 or 2) || !WireDigits.TryRead(text[1..3], out var hours) || !WireDigits.TryRead(tail, out minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        minutes = (text[0] == '-' ? -1 : 1) * ((hours * 60) + minutes);
        return true;
    }
}
