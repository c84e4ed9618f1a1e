using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>When something was said, as far as it is known: an instant, or only a day.</summary>
/// <remarks>
/// A day is not one instant. It counts at the end that protects the person: a no at the last instant that the day can mean, a yes at the
/// first. Where the time zone is not known, a day begins at UTC+14 and ends at UTC-12. Years 2 to 9998 for days.
/// <see langword="default"/> is the instant 1970-01-01T00:00:00.000000Z.
/// </remarks>
/// <example><code>
/// change.Withdraw(Purposes.Marketing.Automatic.Email, Occurrence.On(new DateOnly(2018, 5, 25)))
/// </code></example>
[JsonConverter(typeof(ConsentJsonConverter<Occurrence>))]
public readonly struct Occurrence : IEquatable<Occurrence>, IParsable<Occurrence>
{
    private static readonly TimeSpan s_firstZone = TimeSpan.FromHours(14);
    private static readonly TimeSpan s_lastZone = TimeSpan.FromHours(-12);

    private readonly DateOnly _day;
    private readonly bool _isDay;
    private readonly bool _hasZone;

    private Occurrence(Timestamp instant) => Earliest = Latest = instant;

    private Occurrence(DateOnly day, TimeSpan atItsStart, TimeSpan atItsEnd, bool hasZone)
    {
        _day = day is { Year: >= 2 and <= 9998 }
            ? day
            : throw new ArgumentOutOfRangeException(nameof(day), "A day lies in the years 2 to 9998.");
        _isDay = true;
        _hasZone = hasZone;
        Earliest = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) - atItsStart;
        Latest = ((Timestamp)(new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero) - atItsEnd)).Plus(TimeSpan.FromMicroseconds(-1));
    }

    /// <summary>The first instant that it can mean.</summary>
    public Timestamp Earliest { get; }

    /// <summary>The last instant that it can mean.</summary>
    public Timestamp Latest { get; }

    /// <summary>The day, where only a day is known.</summary>
    public DateOnly? Day => _isDay ? _day : null;

    /// <summary>An instant.</summary>
    public static Occurrence At(Timestamp instant) => new(instant);

    /// <summary>A day of which the time zone is not known.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the years 2 to 9998.</exception>
    public static Occurrence On(DateOnly day) => new(day, s_firstZone, s_lastZone, false);

    /// <summary>A day in a time zone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the years 2 to 9998.</exception>
    public static Occurrence On(DateOnly day, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new(day, OffsetAt(zone, midnight), OffsetAt(zone, midnight.AddDays(1)), true);
    }

    /// <summary>An instant.</summary>
    public static implicit operator Occurrence(Timestamp instant) => new(instant);

    /// <summary>The instant, floored to the microsecond.</summary>
    public static implicit operator Occurrence(DateTimeOffset instant) => new(instant);

    /// <summary>The instant that it counts as: of a no the latest, of a yes the earliest.</summary>
    public Timestamp CountsAt(bool isProtective) => isProtective ? Latest : Earliest;

    /// <summary>Reads what <see cref="ToString"/> writes, and no other form.</summary>
    /// <exception cref="FormatException">Any other text.</exception>
    public static Occurrence Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return TryParse(s, provider, out var result)
            ? result
            : throw new FormatException("It is written as an instant (2018-05-25T00:00:00.000000Z), or as a day (2018-05-25) with the offsets at its start and end where they are known (2018-05-25+02:00/+02:00).");
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Occurrence result)
    {
        result = default;
        if (s is null)
        {
            return false;
        }

        if (Timestamp.TryParse(s, provider, out var instant))
        {
            result = new(instant);
            return true;
        }

        if (s.Length is not (10 or 23) || !DateOnly.TryParseExact(s.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day is not { Year: >= 2 and <= 9998 })
        {
            return false;
        }

        if (s.Length == 10)
        {
            result = On(day);
            return true;
        }

        if (s[16] != '/' || !TryOffset(s.AsSpan(10, 6), out var start) || !TryOffset(s.AsSpan(17, 6), out var end))
        {
            return false;
        }

        result = new(day, start, end, true);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(Occurrence other) =>
        Earliest == other.Earliest && Latest == other.Latest && _isDay == other._isDay && _hasZone == other._hasZone && _day == other._day;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Occurrence other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Earliest, Latest, _isDay);

    /// <summary>The instant, or the day: <c>2018-05-25</c>; where its zone is known, with the offsets at its start and end: <c>2018-05-25+02:00/+02:00</c>.</summary>
    public override string ToString()
    {
        if (!_isDay)
        {
            return Earliest.ToString();
        }

        var day = _day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return _hasZone
            ? $"{day}{Written(((Timestamp)new DateTimeOffset(_day, TimeOnly.MinValue, TimeSpan.Zero)).Since(Earliest))}/{Written(((Timestamp)new DateTimeOffset(_day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero)).Since(Latest.Plus(TimeSpan.FromMicroseconds(1))))}"
            : day;
    }

    /// <summary>The same.</summary>
    public static bool operator ==(Occurrence left, Occurrence right) => left.Equals(right);

    /// <summary>Not the same.</summary>
    public static bool operator !=(Occurrence left, Occurrence right) => !left.Equals(right);

    /// <summary>A zone's offset, in whole minutes. Of two offsets that a local time can have, both ends of the day stay within it whichever is taken.</summary>
    private static TimeSpan OffsetAt(TimeZoneInfo zone, DateTime local) => TimeSpan.FromMinutes(Math.Round(zone.GetUtcOffset(local).TotalMinutes));

    private static string Written(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.Duration().ToString("hh\\:mm", CultureInfo.InvariantCulture);

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        var isRead = TimeSpan.TryParseExact(text[1..], "hh\\:mm", CultureInfo.InvariantCulture, out offset) && text[0] is '+' or '-';
        offset = text[0] == '-' ? -offset : offset;
        return isRead && offset.Duration() <= s_firstZone && text is not "-00:00";
    }
}
