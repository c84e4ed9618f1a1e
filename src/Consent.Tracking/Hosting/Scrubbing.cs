namespace Consent.Tracking;

/// <summary>Whether this process verifies the state in the background, and when it last came to an end. Thread-safe.</summary>
internal sealed class Scrubbing(TimeProvider clock, TimeSpan interval)
{
    private const int Tolerated = 3;

    private long _endedAt;

    /// <summary>Whether no verification has ended for three intervals, although there ought to be one each interval.</summary>
    public bool IsLate => Volatile.Read(ref _endedAt) is not 0 and var ended && clock.GetElapsedTime(ended) > interval * Tolerated;

    /// <summary>From now on there is one each interval.</summary>
    public void Begin() => Volatile.Write(ref _endedAt, clock.GetTimestamp());

    /// <summary>One has ended.</summary>
    public void End()
    {
        if (Volatile.Read(ref _endedAt) != 0)
        {
            Begin();
        }
    }
}
