using Consent.Storage;

namespace Consent.Crash;

/// <summary>Erases contacts as the library does: one commit marks the record and says in the log what goes; then the store takes it away. What stopped in between can be carried on.</summary>
internal static class Erasures
{
    private static readonly ConsentRules s_rules = new();

    /// <returns>Whether it was done; not when the record was changed meanwhile.</returns>
    public static async Task<bool> EraseAsync(IConsentStore store, ContactConsents snapshot, StoredContact found, Timestamp? closedSince, CancellationToken cancellationToken)
    {
        var entries = IndexRanges.Of(await EntriesOfAsync(store, snapshot.Id, cancellationToken));
        var erased = LogEvents.Erased(entries, "GDPR 17(1)(b)", 1, Actor.PrivacyManager("crash"), s_rules, DateTimeOffset.UtcNow);
        var outcomes = await store.CommitAsync([new() { Entries = [erased], Snapshots = [new(snapshot.Erasing(), found.Version) { ExpectedLastEntry = found.LastEntry }] }], cancellationToken);
        if (outcomes[0] is not CommitOutcome.Committed)
        {
            return false;
        }

        await store.EraseAsync([new(snapshot.Id, snapshot.Revision.Incarnation, entries, closedSince is { } since ? new(Sha256Digest.OfText(snapshot.Id.Value), ClosedKind.NeverContact, since) : null)], cancellationToken);
        return true;
    }

    /// <summary>Carries on every erasure that was marked and not done: nobody has written about such a contact since.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> FinishAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        var marked = await store.ScanAsync(default, cancellationToken).Where(c => c.State == ContactState.Erasing).ToListAsync(cancellationToken);
        foreach (var contact in marked)
        {
            await FinishAsync(store, contact, cancellationToken);
        }

        return marked.Count;
    }

    public static async Task FinishAsync(IConsentStore store, ContactConsents marked, CancellationToken cancellationToken)
    {
        // Only what the log says is erased: meanwhile somebody may have finished it, and the contact begun anew.
        var covered = await store.ReadLogAsync(new() { Type = AuditEntryType.Erased }, cancellationToken).SelectMany(e => e.Facts.Erased).ToListAsync(cancellationToken);
        var entries = await EntriesOfAsync(store, marked.Id, cancellationToken);
        await store.EraseAsync(
            [new(marked.Id, marked.Revision.Incarnation, IndexRanges.Of(entries.Where(i => covered.Exists(r => r.Contains(i)))), null)], cancellationToken);
    }

    private static ValueTask<List<long>> EntriesOfAsync(IConsentStore store, ContactId contact, CancellationToken cancellationToken) =>
        store.ReadLogAsync(new() { Contact = contact }, cancellationToken).Select(e => e.Index).ToListAsync(cancellationToken);
}
