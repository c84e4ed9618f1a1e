using FsCheck;
using FsCheck.Fluent;

namespace Consent.Testing;

/// <summary>Generates instants: close together, so that they meet, and at the ends of the calendar.</summary>
public static class TimeGen
{
    /// <summary>The middle of the histories generated: 2026-01-01T00:00:00Z.</summary>
    public static Timestamp Origin { get; } = Timestamp.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Any instant.</summary>
    public static Gen<Timestamp> Any() => Gen.Frequency(
        (6, Near()),
        (1, Gen.Elements(Timestamp.MinValue, Timestamp.MaxValue, default, Timestamp.FromUnixMicroseconds(-1), Timestamp.FromUnixMicroseconds(1))),
        (1, Gen.Choose(int.MinValue, int.MaxValue).Select(n => Timestamp.FromUnixMicroseconds((long)n * 1_000_003))));

    /// <summary>One of few instants, minutes apart, so that ties and narrow misses are common.</summary>
    public static Gen<Timestamp> Near() => Gen.Choose(0, 30).Select(Minute);

    /// <summary>The instant so many minutes after <see cref="Origin"/>.</summary>
    public static Timestamp Minute(int minutes) => Origin.Plus(TimeSpan.FromMinutes(minutes));
}
