using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>What a bulk run, or a plan, came to.</summary>
/// <param name="Progress">The counts at its end.</param>
/// <param name="IsDryRun">Whether nothing was written.</param>
/// <param name="Codes">How often each code was told of a statement, an acceptance or a change.</param>
/// <param name="Quarantine">The first 10,000 items with a statement on the quarantine list; all are counted, and in the audit log.</param>
/// <param name="Uses">For each purpose that the items speak of: how many may be used for it afterwards, and why the others may not. Of a plan: as it would be.</param>
public sealed record BulkReport(
    BulkProgress Progress, bool IsDryRun, ImmutableSortedDictionary<ChangeCode, long> Codes, ImmutableArray<BulkItem> Quarantine, ImmutableArray<PurposeUse> Uses)
{
    /// <summary>The first 10,000 items that were refused, each with its place, its codes and, where it threw, what (<see cref="BulkItem.Fault"/>); all are counted.</summary>
    public ImmutableArray<BulkItem> Refused { get; init; } = [];

    /// <summary>The counts: no personal data.</summary>
    public override string ToString() =>
        $"{Progress.Done} item(s): {Progress.Recorded} recorded, {Progress.Unchanged} unchanged, {Progress.Refused} refused, {Progress.Quarantined} quarantined"
        + string.Concat(Uses.Select(u => $"; {u}"));
}
