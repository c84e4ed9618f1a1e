using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Folds a record that was altered anew from the whole log, once that is verified.</summary>
internal sealed class Rebuilding(TrackingContext tracking, Actor actor)
{
    public async ValueTask<RebuildOutcome> RunAsync(ContactId contact, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await tracking.LoadAsync([new(contact)], Doubtful.Denied, cancellationToken).ConfigureAwait(false);
            if (found.RecordOf(contact).State != ContactState.Altered)
            {
                return RebuildOutcome.NotAltered;
            }

            var log = new WholeLog(tracking);
            var verdict = await new LogProofs(tracking).ReadAsync(log.Add, _ => ValueTask.CompletedTask, cancellationToken).ConfigureAwait(false);
            if (!verdict.IsSound)
            {
                tracking.Altered.Verified(verdict, null, tracking.Now, tracking.Logger);
                return RebuildOutcome.LogFlawed;
            }

            var (commit, outcome) = log.LastOf(contact) is { } last
                ? await OfContactAsync(contact, last, log, found.VersionOf(contact), cancellationToken).ConfigureAwait(false)
                : await OfClosedAsync(contact, log, found.VersionOf(contact), cancellationToken).ConfigureAwait(false);
            if (commit is null)
            {
                return outcome;
            }

            if ((await tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0] is CommitOutcome.Committed)
            {
                var digest = await tracking.DigestOfAsync(contact, cancellationToken).ConfigureAwait(false);
                tracking.Altered.Doubted.Remove(contact);
                tracking.Altered.Doubted.Remove(ClosedId.NameOf(digest));
                await LastVerified.RebuiltAsync(tracking.Store, digest, CancellationToken.None).ConfigureAwait(false);
                return outcome;
            }

            ConsentTelemetry.CountConflict();
        }
    }

    private async ValueTask<(ConsentCommit? Commit, RebuildOutcome Outcome)> OfContactAsync(ContactId contact, long last, WholeLog log, long version, CancellationToken cancellationToken)
    {
        // Its row must be the one that its entries belong to: what is written is the record in it, and not what it is found by.
        var own = (await tracking.EntriesOfAsync(contact, cancellationToken).ConfigureAwait(false)).Select(e => e.Index).ToHashSet();
        return !log.HistoryOf(contact).All(own.Contains)
            ? (null, RebuildOutcome.LogFlawed)
            : (new()
            {
                Entries = [LogEvents.Rebuilt(contact, actor, tracking.Rules, tracking.Now)],
                Snapshots = [new(await log.FoldAsync(contact, cancellationToken).ConfigureAwait(false), version)],
                Rebuilds = last,
            }, RebuildOutcome.Rebuilt);
    }

    private async ValueTask<(ConsentCommit? Commit, RebuildOutcome Outcome)> OfClosedAsync(ContactId contact, WholeLog log, long version, CancellationToken cancellationToken)
    {
        if (log.ClosingOf(await tracking.DigestOfAsync(contact, cancellationToken).ConfigureAwait(false)) is not (var closed, var linked))
        {
            return (null, RebuildOutcome.NotInLog);
        }

        return (new()
        {
            Entries = [LogEvents.Closed(closed, linked, actor, tracking.Rules, tracking.Now), LogEvents.Rebuilt(default, actor, tracking.Rules, tracking.Now)],
            Snapshots = [new(ContactConsents.Closed(closed.Name, tracking.Rules.Taxonomy, closed, linked), version)],
            Rebuilds = AuditEntry.NotLogged,
        }, RebuildOutcome.Rebuilt);
    }
}
