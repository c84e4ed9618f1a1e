namespace Consent.Quickstart;

/// <summary>The story takes days and is told in a second: its clock is moved by hand.</summary>
internal sealed class StoryClock(Timestamp start) : TimeProvider
{
    private DateTimeOffset _now = start.ToDateTimeOffset();

    public Timestamp Now => _now;

    public override DateTimeOffset GetUtcNow() => _now;

    public void MoveTo(Timestamp at) => _now = at.ToDateTimeOffset();
}
