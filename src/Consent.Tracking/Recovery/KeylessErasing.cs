using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Erases anew what a restored database has again of somebody of whom it has no record: bytes that nobody can read. What was kept of ids that the backup does not know is written again.</summary>
internal sealed class KeylessErasing(TrackingContext tracking, Actor actor, ErasureRecord record)
{
    /// <param name="nobodys">The entries of which no record tells whose they are.</param>
    /// <param name="there">Of whom there are records.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(IReadOnlyCollection<long> nobodys, IEnumerable<ContactId> there, CancellationToken cancellationToken)
    {
        // What was kept came back neither, if it was kept after the backup was made.
        var closings = await ForgottenAsync(there, cancellationToken).ConfigureAwait(false);
        var entries = IndexRanges.Of(nobodys);
        List<AuditEntry> log = [.. closings.Select(c => LogEvents.Closed(c.Closed, c.Linked, actor, tracking.Rules, tracking.Now))];
        if (!entries.IsEmpty)
        {
            log.Insert(0, LogEvents.Erased(entries, record.Ground, 1, actor, tracking.Rules, tracking.Now, record.Id, record.Keeps, Resuming.OthersAmong(record, nobodys)));
        }

        if (log.Count == 0)
        {
            return;
        }

        var snapshots = closings.Select(c => new SnapshotWrite(ContactConsents.Closed(c.Closed.Name, tracking.Rules.Taxonomy, c.Closed, c.Linked), 0));
        await tracking.CommitAsync([new() { Entries = [.. log], Snapshots = [.. snapshots] }], cancellationToken).ConfigureAwait(false);
        if (!entries.IsEmpty)
        {
            // The port takes entries away with a contact and refuses default: a random id, which nobody has.
            await tracking.CheckpointAsync(cancellationToken).ConfigureAwait(false);
            await tracking.EraseAsync([new(ContactId.From(Guid.NewGuid().ToString()), Guid.Empty, entries, null)], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What the journal says is kept of ids of whom the backup has neither a record nor that.</summary>
    private async ValueTask<List<JournaledClosing>> ForgottenAsync(IEnumerable<ContactId> there, CancellationToken cancellationToken)
    {
        var known = new HashSet<Sha256Digest>();
        foreach (var contact in there)
        {
            known.Add(await tracking.DigestOfAsync(contact, cancellationToken).ConfigureAwait(false));
        }

        List<JournaledClosing> others = [.. record.Kept.Where(k => !known.Contains(k.Closed.Digest))];
        if (others.Count == 0)
        {
            return others;
        }

        var found = await tracking.FindAsync([.. others.Select(k => new ContactLookup(k.Closed.Name))], cancellationToken).ConfigureAwait(false);
        return [.. others.Where((_, i) => found[i].Snapshot is null)];
    }
}
