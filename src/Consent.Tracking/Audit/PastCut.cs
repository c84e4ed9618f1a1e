namespace Consent.Tracking;

/// <summary>Where a past ends: at what was said by an instant, at what was recorded by one, or at an entry of the log.</summary>
internal readonly record struct PastCut
{
    public Timestamp? OccurredBy { get; init; }

    public Timestamp? RecordedBy { get; init; }

    public long? UpTo { get; init; }

    /// <summary>Whether we knew an entry then.</summary>
    public bool Keeps(AuditEntry entry) => (RecordedBy is not { } at || entry.RecordedAt <= at) && (UpTo is not { } index || entry.Index <= index);
}
