namespace Consent.Reference;

/// <summary>Sums of instants that cannot overflow.</summary>
internal static class Clock
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>True where <paramref name="at"/> lies at most so many days before <paramref name="asOf"/>, or after it.</summary>
    public static bool IsWithinDays(long at, long asOf, int days) =>
        (Int128)asOf - at <= (Int128)days * MicrosecondsPerDay;

    /// <summary>True once so many days have passed since <paramref name="at"/>.</summary>
    public static bool IsOver(long at, long asOf, int days) => at + ((Int128)days * MicrosecondsPerDay) <= asOf;

    /// <summary>The instant a number of calendar months (UTC) later; the end of time where the calendar ends.</summary>
    public static long AddMonths(long at, int months)
    {
        try
        {
            var later = DateTime.UnixEpoch.AddTicks(checked(at * TimeSpan.TicksPerMicrosecond)).AddMonths(months);
            return (later - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            // Before year 1 nothing is recent; past year 9999 nothing expires.
            return at < 0 ? at : long.MaxValue;
        }
    }
}
