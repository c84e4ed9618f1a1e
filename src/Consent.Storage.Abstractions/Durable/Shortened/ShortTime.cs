using System.Buffers.Text;

namespace Consent.Storage;

/// <summary>Instants as entries write them, <c>2026-11-29T08:30:00.000000Z</c>, as microseconds since 1970 in seven bytes, for <see cref="ShortJson"/>.</summary>
internal static class ShortTime
{
    /// <summary>The length of an instant as text.</summary>
    public const int TextLength = 27;

    /// <summary>The length of an instant in bytes.</summary>
    public const int Length = 7;

    private const long Greatest = (1L << 55) - 1;
    private const int TicksPerMicrosecond = 10;

    /// <summary>Reads a text; only one that is written again to the byte, and whose microseconds fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text[4] != (byte)'-' || text[7] != (byte)'-' || text[10] != (byte)'T' || text[13] != (byte)':' || text[16] != (byte)':' || text[19] != (byte)'.' || text[26] != (byte)'Z')
        {
            return false;
        }

        var year = Number(text[..4]);
        var month = Number(text[5..7]);
        var day = Number(text[8..10]);
        var hour = Number(text[11..13]);
        var minute = Number(text[14..16]);
        var second = Number(text[17..19]);
        var fraction = Number(text[20..26]);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || fraction < 0)
        {
            return false;
        }

        microseconds = ((new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TicksPerMicrosecond) + fraction;
        return microseconds is >= -Greatest and <= Greatest;
    }

    public static void Write(long microseconds, Span<byte> bytes)
    {
        for (var i = Length - 1; i >= 0; i--, microseconds >>= 8)
        {
            bytes[i] = (byte)microseconds;
        }
    }

    public static long Read(ReadOnlySpan<byte> bytes)
    {
        long microseconds = (sbyte)bytes[0];
        for (var i = 1; i < Length; i++)
        {
            microseconds = (microseconds << 8) | bytes[i];
        }

        return microseconds;
    }

    public static bool TryWrite(long microseconds, Span<byte> text)
    {
        var ticks = DateTime.UnixEpoch.Ticks + (microseconds * TicksPerMicrosecond);
        if (text.Length < TextLength || ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        var at = new DateTime(ticks, DateTimeKind.Utc);
        return Utf8Formatter.TryFormat(at.Year, text, out _, new('D', 4)) && Part(text, 4, '-', at.Month) && Part(text, 7, '-', at.Day) && Part(text, 10, 'T', at.Hour) && Part(text, 13, ':', at.Minute)
            && Part(text, 16, ':', at.Second) && Part(text, 19, '.', (int)(ticks % TimeSpan.TicksPerSecond / TicksPerMicrosecond), 6) && End(text);

        static bool Part(Span<byte> text, int place, char sign, int number, byte digits = 2)
        {
            text[place] = (byte)sign;
            return Utf8Formatter.TryFormat(number, text[(place + 1)..], out _, new('D', digits));
        }

        static bool End(Span<byte> text)
        {
            text[TextLength - 1] = (byte)'Z';
            return true;
        }
    }

    /// <returns>-1: not only digits.</returns>
    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return -1;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }
}
