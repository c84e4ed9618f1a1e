using Consent.Auditing;

namespace Consent.Tracking;

/// <content>What is shown to people, of themselves or of a contact.</content>
public sealed partial class ActingTracker
{
    /// <summary>A person's choices as a page shows them: for each purpose in use what was said, whether it may be used, and what decides.</summary>
    /// <param name="contact">Whose.</param>
    /// <param name="under">Only purposes at or below this node; <see langword="null"/>: all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask<ConsentPreferences> PreferencesAsync(ContactId contact, PurposePath? under = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Nobody(contact);
        _tracking.Demand(_actor, Permission.SeeCurrent, contact);
        using var watch = ConsentTelemetry.Watch("consent.preferences");
        var loaded = await _tracking.LoadAsync(contact, default, cancellationToken).ConfigureAwait(false);
        return ConsentPreferences.Of(loaded.PersonOf(contact), contact, _tracking.Rules, _tracking.Now, under, _tracking.IsRestorePending);
    }

    /// <summary>All that is on record of the person, under every id linked as theirs, to hand to them (GDPR art. 15, 20). The export is itself recorded for each id, before anything is shown.</summary>
    public async ValueTask<ConsentExport> ExportAsync(ContactId contact, CancellationToken cancellationToken = default)
    {
        ThrowIf.Nobody(contact);
        _tracking.Demand(_actor, Permission.ExportOwn, contact);
        using var watch = ConsentTelemetry.Watch("consent.export");
        var ids = (await _tracking.LoadAsync(contact, default, cancellationToken).ConfigureAwait(false)).PersonOf(contact).LinkedWith(contact);
        await _tracking.RecordReadingAsync(AuditEntryType.Exported, ids, "own data", _actor, cancellationToken).ConfigureAwait(false);
        var person = (await _tracking.LoadAsync(contact, default, cancellationToken).ConfigureAwait(false)).PersonOf(contact);
        var entries = new List<AuditEntry>();
        foreach (var id in person.LinkedWith(contact))
        {
            entries.AddRange(await _tracking.EntriesOfAsync(id, cancellationToken).ConfigureAwait(false));
        }

        var export = ConsentExport.Of(person, contact, entries, _tracking.Now);
        TrackingLog.Exported(_tracking.Logger, export.Entries.Length);
        return export;
    }

    /// <summary>A receipt of one change, to hand to the person: what was recorded, and the proof that it is in the log. It does not show who at the host's wrote it.</summary>
    /// <remarks>It is recorded like an export, before anything is shown. Copies handed out are beyond a later erasure.</remarks>
    /// <returns>The receipt; <see langword="null"/> when no such change is on record for the contact.</returns>
    public async ValueTask<Receipt?> ReceiptAsync(ContactId contact, ChangeId change, CancellationToken cancellationToken = default)
    {
        ThrowIf.Nobody(contact);
        _tracking.Demand(_actor, Permission.ExportOwn, contact);
        using var watch = ConsentTelemetry.Watch("consent.receipt");
        await _tracking.RecordReadingAsync(AuditEntryType.Exported, [contact], "receipt of a change", _actor, cancellationToken).ConfigureAwait(false);
        var found = (await _tracking.FindAsync([new(contact, change)], cancellationToken).ConfigureAwait(false))[0];
        return found.Recorded is { } recorded
            ? await new LogProofs(_tracking).ReceiptAsync(recorded.Index, [EntrySlot.Facts, EntrySlot.Subject, EntrySlot.Evidence], cancellationToken).ConfigureAwait(false)
            : null;
    }
}
