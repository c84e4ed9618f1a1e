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

            var commit = new ConsentCommit
            {
                Contact = entry.Subject is null ? default : rectification.Contact,
                Change = entry.Subject is null ? default : id,
                Entries = [entry],
                Snapshots = [.. loaded.Writes(await AfterAsync(entry, before, cancellationToken).ConfigureAwait(false))],
            };
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

    private async ValueTask<IEnumerable<ContactConsents>> AfterAsync(AuditEntry entry, PersonConsents before, CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry> { entry };
        foreach (var contact in before.Contacts)
        {
            entries.AddRange(await tracking.EntriesOfAsync(contact.Id, cancellationToken).ConfigureAwait(false));
        }

        var known = before.Contacts.Select(c => c.Id == rectification.Contact && entry.Subject is null ? c.ClosedAfter(entry.Facts.Closing!, new HashSet<ContactId>(), []) : c);
        return PersonConsents.Fold(before.Contacts.Select(c => c.Id), tracking.Rules.Taxonomy, entries, known: known).Contacts;
    }
}
