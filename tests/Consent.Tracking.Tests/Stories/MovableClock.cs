namespace Consent.Tracking.Tests.Stories;

/// <summary>A clock that a test sets, also back.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _microseconds = TimeGenOrigin;

    private static long TimeGenOrigin => Testing.TimeGen.Origin.UnixMicroseconds;

    private long _aged;

    public void Set(Timestamp at) => Volatile.Write(ref _microseconds, at.UnixMicroseconds);

    /// <summary>Time passes that no clock shows: only who measures how long something took notices.</summary>
    public void Age(TimeSpan time) => Interlocked.Add(ref _aged, (long)(time.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _aged);

    public override DateTimeOffset GetUtcNow() => Timestamp.FromUnixMicroseconds(Volatile.Read(ref _microseconds)).ToDateTimeOffset();
}
