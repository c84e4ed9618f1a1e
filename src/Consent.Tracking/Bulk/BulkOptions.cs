namespace Consent.Tracking;

/// <summary>How a bulk run goes. Immutable.</summary>
public sealed record BulkOptions
{
    /// <summary>Commits in batches of 256, and for real.</summary>
    public static BulkOptions Default { get; } = new();

    /// <summary>Works everything out as the real run does, each change on top of those before it, and writes nothing: a plan.</summary>
    /// <remarks>It keeps in mind the last 100,000 contacts that it would change; one that comes back after more than those is looked at as it is now.</remarks>
    public bool IsDryRun { get; init; }

    /// <summary>The documents are all that their source has, as in a nightly export. Once such a run has ended well, its date is kept for its source, and of an older file only the noes are taken.</summary>
    /// <remarks>Where the documents have several dates it is the earliest, and never later than now. A file of what has changed is none: another one may still bring an older yes.</remarks>
    public bool IsWholeFile { get; init; }

    /// <summary>How many items are read, worked out and committed together: 1 to 4,096. Memory is bounded by it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that.</exception>
    public int BatchSize
    {
        get;
        init => field = value is >= 1 and <= 4096 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A batch has 1 to 4,096 items.");
    }
    = 256;

    /// <summary>Is told after each batch.</summary>
    public IProgress<BulkProgress>? Progress { get; init; }
}
