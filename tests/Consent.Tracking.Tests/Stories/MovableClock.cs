namespace Consent.Tracking.Tests.Stories;

/// <summary>A clock that a test sets, also back.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _microseconds = TimeGenOrigin;

    private static long TimeGenOrigin => Testing.TimeGen.Origin.UnixMicroseconds;

    public void Set(Timestamp at) => Volatile.Write(ref _microseconds, at.UnixMicroseconds);

    public override DateTimeOffset GetUtcNow() => Timestamp.FromUnixMicroseconds(Volatile.Read(ref _microseconds)).ToDateTimeOffset();
}
