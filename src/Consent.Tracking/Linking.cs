using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Links contacts: folds the entries of both sides anew, because what was said after the link now counts for both.</summary>
internal sealed class Linking(TrackingContext tracking, Actor actor)
{
    public async ValueTask<ChangeResult> LinkAsync(ContactLink link, CancellationToken cancellationToken)
    {
        var looks = new Looks();
        while (true)
        {
            // The id must be free in both histories: a retry of either contact's own change is recognised by it.
            var loaded = await tracking.LoadAsync([new(link.One, link.Id), new(link.Other, link.Id)], cancellationToken).ConfigureAwait(false);
            if ((loaded.Recorded[0] ?? loaded.Recorded[1]) is { } recorded)
            {
                return Answered(link, recorded);
            }

            var before = loaded.PersonOf(link.One, link.Other);
            if (before.Contacts.Any(c => c.State == ContactState.Erasing))
            {
                // A fold of entries does not know of an erasure and would open the record again.
                return Result(link, ChangeOutcome.Refused, before.RevisionOf(link.One)) with { Code = ChangeCode.ErasureInProgress };
            }

            var recording = tracking.RecordingBy(actor, ChangePort.OneContact);
            var drafts = link.Entries(before[link.One], before[link.Other], tracking.Rules, recording, before.Contacts);
            List<AuditEntry> entries = [.. drafts, .. await tracking.EntriesOfAsync(before, cancellationToken).ConfigureAwait(false)];
            if (Looks.Fitting(() => Folded(link, before, entries, recording)) is not { } after)
            {
                if (await looks.AgainAsync(cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                return Result(link, ChangeOutcome.Refused, before.RevisionOf(link.One)) with { Code = ChangeCode.ErasureInProgress };
            }

            // All of them are written, also one that did not change: so any other change or link of one of them, made meanwhile, is a conflict.
            var commit = new ConsentCommit
            {
                Contact = drafts.IsEmpty ? default : drafts[0].Subject!.Contact,
                Change = drafts.IsEmpty ? default : link.Id,
                Entries = [.. drafts, .. after.Contacts.Where(c => c.State == ContactState.Closed && !c.LinkedDigests().SequenceEqual(before[c.Id].LinkedDigests()))
                    .Select(c => LogEvents.Closed(c.Closing!, c.LinkedDigests(), actor, tracking.Rules, recording.RecordedAt))],
                Snapshots = loaded.Writes(after.Contacts),
            };
            switch ((await tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0])
            {
                case CommitOutcome.Committed committed:
                    return Result(link, ChangeOutcome.Recorded, after.RevisionOf(link.One)) with
                    {
                        Index = committed.Entries is [var first, ..] ? first.Index : null,
                        Code = IsOutdated(link, after) ? ChangeCode.Superseded : null,
                    };
                case CommitOutcome.AlreadyRecorded again:
                    return Answered(link, again.Entry);
                default:
                    ConsentTelemetry.CountConflict();
                    break;
            }
        }
    }

    private PersonConsents Folded(ContactLink link, PersonConsents before, List<AuditEntry> entries, Recording recording) =>
        PersonConsents.Fold(before.Contacts.Select(c => c.Id), tracking.Rules.Taxonomy, entries, known: before.Contacts.Select(c => link.InRecordOf(c, before, tracking.Rules, recording)));

    /// <summary>Whether the pair is as it was: an undoing that is dated no later than the link, a link that is dated before an undoing.</summary>
    private static bool IsOutdated(ContactLink link, PersonConsents after)
    {
        var pair = after[link.One].Links.Where(l => !l.IsRectified && after.IdOf(l.Other) == link.Other).ToList();
        var holds = Latest(isLinked: true) is { } linked && !(linked < Latest(isLinked: false));
        return holds != link.IsLinked;

        Timestamp? Latest(bool isLinked) => pair.Where(l => l.IsLinked == isLinked).Max(l => (Timestamp?)l.OccurredAt);
    }

    private static ChangeResult Answered(ContactLink link, AuditEntry recorded)
    {
        var isRetry = recorded.Evidence?.ContentDigest == link.ContentDigest();
        return Result(link, isRetry ? ChangeOutcome.Repeated : ChangeOutcome.Refused, recorded.Subject?.Revision ?? default) with
        {
            Index = isRetry ? recorded.Index : null,
            Code = isRetry ? ChangeCode.RepeatedChange : ChangeCode.ChangeIdReused,
            RecordedAs = isRetry ? recorded with { Actor = null } : null,
        };
    }

    private static ChangeResult Result(ContactLink link, ChangeOutcome outcome, ContactRevision revision) =>
        new() { Outcome = outcome, Change = link.Id, Revision = revision };
}
