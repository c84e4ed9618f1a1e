using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Keeps that an id must not be contacted of whom nothing is on record: the host may know them, and the next file may bring them.</summary>
internal sealed class Suppressing(TrackingContext tracking, Actor actor)
{
    /// <returns>Whether it was closed; <see langword="false"/>: it is; <see langword="null"/>: it came on record meanwhile.</returns>
    public async ValueTask<bool?> RunAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var found = (await tracking.FindAsync([new(contact)], cancellationToken).ConfigureAwait(false))[0];
        var record = tracking.RecordOf(contact, found);
        if (record.State == ContactState.Closed)
        {
            return false;
        }

        if (record.State != ContactState.Open || record.Revision.Number > 0)
        {
            return null;
        }

        // Nothing was ever said of it; it may have been linked, or closed by a list that was wrong.
        var digest = await tracking.DigestOfAsync(contact, cancellationToken).ConfigureAwait(false);
        var closed = record.Closing?.And(ClosedKind.NeverContact, tracking.Now) ?? new(digest, ClosedKind.NeverContact, tracking.Now);
        var after = record.ClosedAfter(closed, new HashSet<ContactId>(), []);
        var commit = new ConsentCommit
        {
            Entries = [LogEvents.Closed(closed, after.LinkedDigests(), actor, tracking.Rules, tracking.Now)],
            Snapshots = [new(after, found.Version) { ExpectedLastEntry = found.LastEntry }],
        };
        return (await tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0] is CommitOutcome.Committed ? true : null;
    }
}
