namespace Consent.Tracking;

/// <summary>Whether a legal hold forbids it.</summary>
internal sealed partial class Erasing
{
    /// <summary>Holds are looked for twice, among the person's entries and among all holds: what cannot be undone does not rest on one index.</summary>
    private async ValueTask<bool> AreHeldAsync(ErasurePlan plan, List<AuditEntry> histories, CancellationToken cancellationToken)
    {
        var holds = histories.Where(e => e.Type == AuditEntryType.Held || e.Type == AuditEntryType.Released).ToDictionary(e => e.Index);
        foreach (var type in IsResumed ? [] : (AuditEntryType[])[AuditEntryType.Held, AuditEntryType.Released])
        {
            await _tracking.RetriedAsync(
                async () =>
                {
                    await foreach (var entry in _tracking.Store.ReadLogAsync(new() { Type = type }, cancellationToken).ConfigureAwait(false))
                    {
                        holds.TryAdd(entry.Index, entry);
                    }

                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }

        return holds.Values.OrderBy(e => e.Index).GroupBy(e => e.Subject!.Contact).Any(own => plan.Touched.Contains(own.Key) && IsHeld(own));
    }

    /// <summary>A hold from before the erasure was begun had been released by then: a backup may bring it back, and not its release.</summary>
    private bool IsHeld(IEnumerable<AuditEntry> history) => LogEvents.IsHeld(history.Where(e => _journal.ResumedFrom is not { } begun || e.RecordedAt >= begun));
}
