using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Erases anew what a restored database has again and nobody can read: the keys, which are kept apart, were deleted by the erasure and did not come back.</summary>
/// <remarks>Whom such entries are about is told by the records: a contact's history that cannot be read at just that place.</remarks>
internal sealed class KeylessErasing(TrackingContext tracking, Actor actor, ErasureRecord record)
{
    public async Task RunAsync(List<long> shut, CancellationToken cancellationToken)
    {
        var entries = IndexRanges.Of(shut);
        var erasures = new List<ContactErasure>();
        await foreach (var contact in tracking.Store.ScanAsync(default, cancellationToken).ConfigureAwait(false))
        {
            if (await IsShutAsync(contact.Id, shut, cancellationToken).ConfigureAwait(false))
            {
                var kept = await KeptOfAsync(contact.Id, cancellationToken).ConfigureAwait(false);
                erasures.Add(new(contact.Id, contact.Revision.Incarnation, erasures.Count == 0 ? entries : [], kept?.Closed) { Linked = kept?.Linked ?? [] });
            }
        }

        var closings = await ForgottenAsync([.. erasures.Select(e => e.Closed).OfType<ClosedId>()], cancellationToken).ConfigureAwait(false);
        if (erasures.Count == 0)
        {
            // Only the bytes are left. The port takes entries away with a contact and refuses default: a random id, which nobody has.
            erasures.Add(new(ContactId.From(Guid.NewGuid().ToString()), Guid.Empty, entries, null));
        }

        // What was kept came back neither, if it was kept after the backup was made.
        AuditEntry[] log =
        [
            LogEvents.Erased(entries, record.Ground, 1, actor, tracking.Rules, tracking.Now, record.Id, record.Keeps, Resuming.OthersAmong(record, shut)),
            .. erasures.Where(e => e.Closed is not null).Select(e => LogEvents.Closed(e.Closed!, e.Linked, actor, tracking.Rules, tracking.Now)),
            .. closings.Select(c => LogEvents.Closed(c.Closed, c.Linked, actor, tracking.Rules, tracking.Now)),
        ];
        var snapshots = closings.Select(c => new SnapshotWrite(ContactConsents.Closed(c.Closed.Name, tracking.Rules.Taxonomy, c.Closed, c.Linked), 0));
        await tracking.CommitAsync([new() { Entries = [.. log], Snapshots = [.. snapshots] }], cancellationToken).ConfigureAwait(false);
        await tracking.CheckpointAsync(cancellationToken).ConfigureAwait(false);
        await tracking.EraseAsync(erasures, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<JournaledClosing?> KeptOfAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var digest = await tracking.DigestOfAsync(contact, cancellationToken).ConfigureAwait(false);
        return record.Kept.FirstOrDefault(k => k.Closed.Digest == digest);
    }

    /// <summary>What the journal says is kept of ids of whom the backup has neither a record nor that.</summary>
    private async ValueTask<List<JournaledClosing>> ForgottenAsync(IReadOnlyCollection<ClosedId> taken, CancellationToken cancellationToken)
    {
        List<JournaledClosing> others = [.. record.Kept.Where(k => !taken.Contains(k.Closed))];
        if (others.Count == 0)
        {
            return others;
        }

        var found = await tracking.FindAsync([.. others.Select(k => new ContactLookup(k.Closed.Name))], cancellationToken).ConfigureAwait(false);
        return [.. others.Where((_, i) => found[i].Snapshot is null)];
    }

    private async ValueTask<bool> IsShutAsync(ContactId contact, List<long> shut, CancellationToken cancellationToken)
    {
        if (!await CannotReadAsync(new() { Contact = contact }, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        foreach (var index in shut)
        {
            if (await CannotReadAsync(new() { Contact = contact, From = index, To = index + 1 }, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<bool> CannotReadAsync(LogQuery query, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in tracking.Store.ReadLogAsync(query, cancellationToken).ConfigureAwait(false))
            {
                // Whether it can be read is all that is asked.
            }

            return false;
        }
        catch (ConsentStoreException trouble) when (!trouble.IsTransient)
        {
            return true;
        }
    }
}
