using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Takes wrong records out: writes that they were wrong, and folds the person's entries anew without them.</summary>
internal sealed class Rectifying(TrackingContext tracking, Actor actor)
{
    public async ValueTask<RectificationOutcome> RunAsync(Rectification rectification, CancellationToken cancellationToken)
    {
        var outcome = await new RectifyingClosing(tracking, actor, rectification).RunAsync(cancellationToken).ConfigureAwait(false) ?? RectificationOutcome.NotOnRecord;
        if (outcome == RectificationOutcome.ErasureInProgress || (outcome != RectificationOutcome.NotOnRecord && rectification.List is null))
        {
            return outcome;
        }

        var looks = new Looks();
        while (true)
        {
            var loaded = await tracking.LoadAsync(rectification.Contact, default, cancellationToken).ConfigureAwait(false);
            var before = loaded.PersonOf(rectification.Contact);
            if (before.Contacts.Any(c => c.State == ContactState.Erasing))
            {
                return RectificationOutcome.ErasureInProgress;
            }

            // A change that was recorded in parts is taken out part by part: each has its own entry and its own id.
            var entries = await tracking.EntriesOfAsync(before, cancellationToken).ConfigureAwait(false);
            var named = rectification.Among(entries);
            if (named.FirstOrDefault(e => !IsTakenOut(e, entries)) is not { } wrong)
            {
                return !named.IsEmpty && outcome == RectificationOutcome.NotOnRecord ? RectificationOutcome.AlreadyRectified : outcome;
            }

            if (Looks.Fitting(() => Commit(rectification, wrong, before, loaded, entries)) is not { } commit)
            {
                if (await looks.AgainAsync(cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                return RectificationOutcome.ErasureInProgress;
            }

            if ((await tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0] is CommitOutcome.Conflict)
            {
                ConsentTelemetry.CountConflict();
            }
            else
            {
                outcome = RectificationOutcome.Rectified;
            }
        }
    }

    private static bool IsTakenOut(AuditEntry entry, List<AuditEntry> entries) => entries.Exists(r =>
        r.Type == AuditEntryType.Rectified && r.Subject!.Contact == entry.Subject!.Contact && r.Evidence!.Rectifies == entry.Evidence!.Change && r.Index > entry.Index);

    private ConsentCommit Commit(Rectification rectification, AuditEntry wrong, PersonConsents before, LoadedContacts loaded, List<AuditEntry> entries)
    {
        var id = ChangeId.From(Guid.CreateVersion7().ToString());
        var drafts = rectification.Entries(wrong, before, id, tracking.Rules, tracking.RecordingBy(actor, ChangePort.OneContact));

        // All of them are written, also one that did not change: so any other change or link of one of them, made meanwhile, is a conflict.
        var after = PersonConsents.Fold(before.Contacts.Select(c => c.Id), tracking.Rules.Taxonomy, [.. entries, .. drafts], known: before.Contacts);
        return new()
        {
            Contact = rectification.Contact,
            Change = id,
            Entries = drafts,
            Snapshots = loaded.Writes(after.Contacts),
        };
    }
}
