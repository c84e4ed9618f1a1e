using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>An instant, as whole microseconds of UTC since 1970-01-01.</summary>
/// <remarks>
/// Microseconds because that is what every supported database keeps; a finer part is floored when the value is made, never later, so
/// that a stored value, a hashed value and a compared value are the same. The range is that of <see cref="DateTimeOffset"/>
/// (years 1 to 9999). <see langword="default"/> is 1970-01-01T00:00:00.000000Z.
/// </remarks>
[JsonConverter(typeof(ConsentJsonConverter<Timestamp>))]
public readonly struct Timestamp : IEquatable<Timestamp>, IComparable<Timestamp>, ISpanFormattable, ISpanParsable<Timestamp>, IUtf8SpanParsable<Timestamp>
{
    /// <summary>How long the written form is.</summary>
    internal const int Length = 27;

    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;
    private static readonly long s_min = FloorToMicroseconds(DateTime.MinValue.Ticks);
    private static readonly long s_max = FloorToMicroseconds(DateTime.MaxValue.Ticks);

    private Timestamp(long microseconds) => UnixMicroseconds = microseconds;

    /// <summary>The earliest instant: 0001-01-01T00:00:00.000000Z.</summary>
    public static Timestamp MinValue => new(s_min);

    /// <summary>The latest instant: 9999-12-31T23:59:59.999999Z.</summary>
    public static Timestamp MaxValue => new(s_max);

    /// <summary>Microseconds since 1970-01-01T00:00:00Z; negative before it.</summary>
    public long UnixMicroseconds { get; }

    /// <summary>The instant of a <see cref="DateTimeOffset"/>, floored to the microsecond; its offset is not kept.</summary>
    public static Timestamp From(DateTimeOffset value) => new(FloorToMicroseconds(value.UtcTicks));

    /// <summary>The instant that lies so many microseconds after (or before) 1970-01-01T00:00:00Z.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the years 1 to 9999.</exception>
    public static Timestamp FromUnixMicroseconds(long microseconds) =>
        microseconds < s_min || microseconds > s_max
            ? throw new ArgumentOutOfRangeException(nameof(microseconds), microseconds, "The instant lies outside the years 1 to 9999.")
            : new(microseconds);

    /// <summary>The instant, floored to the microsecond.</summary>
    public static implicit operator Timestamp(DateTimeOffset value) => From(value);

    /// <summary>The same instant with offset zero.</summary>
    public DateTimeOffset ToDateTimeOffset() => new((UnixMicroseconds * TicksPerMicrosecond) + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);

    /// <summary>The instant so much later (or earlier), held within <see cref="MinValue"/> and <see cref="MaxValue"/>.</summary>
    public Timestamp Plus(TimeSpan duration)
    {
        var sum = (Int128)UnixMicroseconds + (duration.Ticks / TicksPerMicrosecond);
        return new((long)Int128.Clamp(sum, s_min, s_max));
    }

    /// <summary>The same day and time of day so many calendar months later, in UTC; the last day of a shorter month. Held within <see cref="MaxValue"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="months"/> is negative.</exception>
    public Timestamp PlusMonths(int months)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(months);
        var at = ToDateTimeOffset();
        var monthsLeft = ((9999 - at.Year) * 12) + (12 - at.Month);
        return months > monthsLeft ? MaxValue : From(at.AddMonths(months));
    }

    /// <summary>So many calendar months (UTC) before, on the same day of the month or its last; the beginning of time where the calendar begins.</summary>
    internal Timestamp MinusMonths(int months)
    {
        var at = ToDateTimeOffset();
        return months > ((at.Year - 1) * 12) + at.Month - 1 ? MinValue : From(at.AddMonths(-months));
    }

    /// <summary>How long after <paramref name="earlier"/> this is; negative when it is before.</summary>
    public TimeSpan Since(Timestamp earlier) => TimeSpan.FromTicks((UnixMicroseconds - earlier.UnixMicroseconds) * TicksPerMicrosecond);

    /// <summary>The later of two.</summary>
    public static Timestamp Max(Timestamp a, Timestamp b) => a >= b ? a : b;

    /// <summary>The earlier of two.</summary>
    public static Timestamp Min(Timestamp a, Timestamp b) => a <= b ? a : b;

    /// <inheritdoc/>
    public int CompareTo(Timestamp other) => UnixMicroseconds.CompareTo(other.UnixMicroseconds);

    /// <inheritdoc/>
    public bool Equals(Timestamp other) => UnixMicroseconds == other.UnixMicroseconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Timestamp other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => UnixMicroseconds.GetHashCode();

    /// <summary>RFC 3339 in UTC with exactly six digits of fraction: <c>2018-05-25T00:00:00.000000Z</c>.</summary>
    public override string ToString() => ToString(null, null);

    /// <inheritdoc cref="ToString()"/>
    public string ToString(string? format, IFormatProvider? formatProvider) => string.Create(Length, this, static (text, at) => at.TryFormat(text, out _, default, null));

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        // The runtime's own form, which it writes several times as fast as any other, has one digit more. It is 0.
        Span<char> text = stackalloc char[Length + 1];
        ToDateTimeOffset().UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        text[Length - 1] = 'Z';
        var isRoom = text[..Length].TryCopyTo(destination);
        charsWritten = isRoom ? Length : 0;
        return isRoom;
    }

    /// <summary>Reads the form that <see cref="ToString()"/> writes, and no other.</summary>
    /// <exception cref="FormatException">Any other text.</exception>
    public static Timestamp Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var result)
            ? result
            : throw NotAnInstant();

    /// <inheritdoc cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>
    public static Timestamp Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out Timestamp result)
    {
        Span<byte> ascii = stackalloc byte[Length];
        var isAscii = Ascii.FromUtf16(s, ascii, out var length) == OperationStatus.Done;
        return TryParse(isAscii ? ascii[..length] : [], provider, out result);
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Timestamp result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <summary>The same instant.</summary>
    public static bool operator ==(Timestamp left, Timestamp right) => left.Equals(right);

    /// <summary>Another instant.</summary>
    public static bool operator !=(Timestamp left, Timestamp right) => !left.Equals(right);

    /// <summary>Earlier.</summary>
    public static bool operator <(Timestamp left, Timestamp right) => left.UnixMicroseconds < right.UnixMicroseconds;

    /// <summary>Later.</summary>
    public static bool operator >(Timestamp left, Timestamp right) => left.UnixMicroseconds > right.UnixMicroseconds;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(Timestamp left, Timestamp right) => left.UnixMicroseconds <= right.UnixMicroseconds;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(Timestamp left, Timestamp right) => left.UnixMicroseconds >= right.UnixMicroseconds;

    /// <summary>As <see cref="Parse(ReadOnlySpan{char}, IFormatProvider?)"/>, of UTF-8.</summary>
    /// <exception cref="FormatException">Any other text.</exception>
    public static Timestamp Parse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider = null) =>
        TryParse(utf8Text, provider, out var result) ? result : throw NotAnInstant();

    /// <summary>As <see cref="TryParse(ReadOnlySpan{char}, IFormatProvider?, out Timestamp)"/>, of UTF-8. Logs are full of instants, and the general parser takes many times as long.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8Text, IFormatProvider? provider, out Timestamp result)
    {
        result = default;
        if (utf8Text is not [_, _, _, _, (byte)'-', _, _, (byte)'-', _, _, (byte)'T', _, _, (byte)':', _, _, (byte)':', _, _, (byte)'.', _, _, _, _, _, _, (byte)'Z'])
        {
            return false;
        }

        var (year, month, day) = (Digits(utf8Text[..4]), Digits(utf8Text[5..7]), Digits(utf8Text[8..10]));
        var (hour, minute, second, fraction) = (Digits(utf8Text[11..13]), Digits(utf8Text[14..16]), Digits(utf8Text[17..19]), Digits(utf8Text[20..26]));
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || fraction < 0)
        {
            return false;
        }

        var ticks = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks;
        result = new(FloorToMicroseconds(ticks) + fraction);
        return true;
    }

    private static FormatException NotAnInstant() => new("An instant is written as 2018-05-25T00:00:00.000000Z: UTC, with six digits of fraction.");

    /// <summary>The number that these digits write; negative when one is no digit.</summary>
    private static int Digits(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return -1;
            }

            number = (number * 10) + (digit - '0');
        }

        return number;
    }

    private static long FloorToMicroseconds(long utcTicks)
    {
        var ticks = utcTicks - DateTime.UnixEpoch.Ticks;
        return (ticks / TicksPerMicrosecond) - (ticks % TicksPerMicrosecond < 0 ? 1 : 0);
    }
}
