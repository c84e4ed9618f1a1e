namespace Consent.Tracking;

/// <summary>How far a bulk run has come.</summary>
/// <param name="Done">Items done.</param>
/// <param name="Recorded">Items of which something was recorded.</param>
/// <param name="Unchanged">Items that said nothing new, or were done before.</param>
/// <param name="Refused">Items refused as a whole.</param>
/// <param name="Quarantined">Items with a statement on the quarantine list.</param>
/// <param name="Elapsed">Since the run began.</param>
public readonly record struct BulkProgress(long Done, long Recorded, long Unchanged, long Refused, long Quarantined, TimeSpan Elapsed)
{
    /// <summary>Items per second, over the whole run so far.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;
}
