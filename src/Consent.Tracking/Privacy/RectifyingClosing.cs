using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Takes out that a list closed an id: the id stays closed as everything else left it, or is open again as if it had never been closed.</summary>
internal sealed class RectifyingClosing(TrackingContext tracking, Actor actor, Rectification rectification)
{
    /// <returns>What became of it; <see langword="null"/>: no closing is meant.</returns>
    public async ValueTask<RectificationOutcome?> RunAsync(CancellationToken cancellationToken)
    {
        if (rectification.Change is not null)
        {
            return null;
        }

        if (await WrongAsync(cancellationToken).ConfigureAwait(false) is not { } wrong)
        {
            return null;
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

            var id = ChangeId.From(Guid.CreateVersion7().ToString());
            if (rectification.OfClosing(wrong, before[rectification.Contact], id, tracking.Rules, tracking.RecordingBy(actor, ChangePort.OneContact)) is not { } entry)
            {
                return RectificationOutcome.AlreadyRectified;
            }

            var entries = await tracking.EntriesOfAsync(before, cancellationToken).ConfigureAwait(false);
            if (Looks.Fitting(() => Commit(entry, id, before, loaded, entries)) is not { } commit)
            {
                if (await looks.AgainAsync(cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                return RectificationOutcome.ErasureInProgress;
            }

            if ((await tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0] is not CommitOutcome.Conflict)
            {
                return RectificationOutcome.Rectified;
            }

            ConsentTelemetry.CountConflict();
        }
    }

    /// <summary>The entry that says that the list closed the id.</summary>
    private async ValueTask<AuditEntry?> WrongAsync(CancellationToken cancellationToken)
    {
        var digest = await tracking.DigestOfAsync(rectification.Contact, cancellationToken).ConfigureAwait(false);
        var query = new LogQuery { Type = AuditEntryType.Closed, From = rectification.Index ?? 0, To = rectification.Index + 1 ?? long.MaxValue };
        AuditEntry? wrong = null;
        await foreach (var entry in tracking.Store.ReadLogAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (entry.Facts.Closing is { } closed && closed.Digest == digest
                && (rectification.List is { } list ? closed.Lists.Any(l => string.Equals(l.List, list, StringComparison.Ordinal)) : LogEvents.ListOf(entry) is not null))
            {
                wrong = entry;
            }
        }

        return wrong;
    }

    private ConsentCommit Commit(AuditEntry entry, ChangeId id, PersonConsents before, LoadedContacts loaded, List<AuditEntry> entries)
    {
        var known = before.Contacts.Select(c => c.Id == rectification.Contact && entry.Subject is null ? c.ClosedAfter(entry.Facts.Closing!, new HashSet<ContactId>(), []) : c);
        var after = PersonConsents.Fold(before.Contacts.Select(c => c.Id), tracking.Rules.Taxonomy, [entry, .. entries], known: known);
        return new()
        {
            Contact = entry.Subject is null ? default : rectification.Contact,
            Change = entry.Subject is null ? default : id,
            Entries = [entry],
            Snapshots = loaded.Writes(after.Contacts),
        };
    }
}
