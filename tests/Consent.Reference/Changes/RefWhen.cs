namespace Consent.Reference;

/// <summary>When something is claimed to have been said: an instant, whose ends are the same, or a day.</summary>
/// <param name="Earliest">The first instant that it can mean, microseconds since 1970 UTC.</param>
/// <param name="Latest">The last instant that it can mean.</param>
public sealed record RefWhen(long Earliest, long Latest)
{
    private const long MicrosecondsPerHour = 3_600_000_000;

    /// <summary>An instant.</summary>
    public static RefWhen At(long instant) => new(instant, instant);

    /// <summary>A day whose time zone is not known: it begins in UTC+14 and ends in UTC-12.</summary>
    /// <param name="midnight">Its midnight in UTC.</param>
    public static RefWhen Day(long midnight) => new(midnight - (14 * MicrosecondsPerHour), midnight + ((24 + 12) * MicrosecondsPerHour) - 1);
}
