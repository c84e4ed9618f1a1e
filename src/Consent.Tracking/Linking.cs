using Consent.Storage;


namespace Consent.Tracking;

/// <summary>Links contacts: folds the entries of both sides anew, because what was said after the link now counts for both.</summary>
internal sealed class Linking(TrackingContext tracking, Actor actor)
{
    public async ValueTask<ChangeResult> LinkAsync(ContactLink link, CancellationToken cancellationToken)
    {
        using var activity = ConsentTelemetry.Start("consent.link");
        while (true)
        {
            var one = await tracking.LoadAsync(link.One, link.Id, cancellationToken).ConfigureAwait(false);
            if (one.Recorded is { } recorded)
            {
                return Answered(link, recorded);
            }

            var other = one.Versions.ContainsKey(link.Other) ? one : await tracking.LoadAsync(link.Other, default, cancellationToken).ConfigureAwait(false);
            var versions = one.Versions.Concat(other.Versions).DistinctBy(v => v.Key).ToDictionary();
            var recording = tracking.RecordingBy(actor, ChangePort.OneContact);
            var drafts = link.Entries(one.Person[link.One], other.Person[link.Other], tracking.Rules, recording);
            var entries = new List<AuditEntry>(drafts);
            foreach (var id in versions.Keys)
            {
                entries.AddRange(await tracking.EntriesOfAsync(id, cancellationToken).ConfigureAwait(false));
            }

            var after = PersonConsents.Fold(versions.Keys, tracking.Rules.Taxonomy, entries);
            var commit = new ConsentCommit
            {
                Contact = link.One,
                Change = link.Id,
                Entries = drafts,
                Snapshots = [.. after.Contacts.Select(c => new SnapshotWrite(c, versions[c.Id]))],
            };
            switch ((await tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0])
            {
                case CommitOutcome.Committed committed:
                    return Result(link, ChangeOutcome.Recorded, after[link.One].Revision) with { Index = committed.Entries[0].Index };
                case CommitOutcome.AlreadyRecorded again:
                    return Answered(link, again.Entry);
                default:
                    ConsentTelemetry.CountConflict();
                    break;
            }
        }
    }

    private static ChangeResult Answered(ContactLink link, AuditEntry recorded)
    {
        var isRetry = recorded.Evidence?.ContentDigest == link.ContentDigest();
        return Result(link, isRetry ? ChangeOutcome.Repeated : ChangeOutcome.Refused, recorded.Subject?.Revision ?? default) with
        {
            Index = isRetry ? recorded.Index : null,
            Code = isRetry ? ChangeCode.RepeatedChange : ChangeCode.ChangeIdReused,
            RecordedAs = isRetry ? recorded : null,
        };
    }

    private static ChangeResult Result(ContactLink link, ChangeOutcome outcome, ContactRevision revision) =>
        new() { Outcome = outcome, Change = link.Id, Revision = revision };
}
