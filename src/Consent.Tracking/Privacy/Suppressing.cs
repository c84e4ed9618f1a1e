using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Keeps that an id must not be contacted of whom nothing is on record: the host may know them, and the next file may bring them.</summary>
internal sealed class Suppressing(TrackingContext tracking, Actor actor)
{
    /// <returns>Whether it was closed; <see langword="false"/>: it is, or came on record meanwhile.</returns>
    public async ValueTask<bool> RunAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var found = (await tracking.FindAsync([new(contact)], cancellationToken).ConfigureAwait(false))[0];
        if (found.Snapshot is not null)
        {
            return false;
        }

        var closed = new ClosedId(await tracking.DigestOfAsync(contact, cancellationToken).ConfigureAwait(false), ClosedKind.NeverContact, tracking.Now);
        var commit = new ConsentCommit
        {
            Entries = [LogEvents.Closed(closed, [], actor, tracking.Rules, tracking.Now)],
            Snapshots = [new(ContactConsents.Closed(contact, tracking.Rules.Taxonomy, closed), found.Version)],
        };
        return (await tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0] is CommitOutcome.Committed;
    }
}
