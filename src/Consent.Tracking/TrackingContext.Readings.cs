using Consent.Storage;

namespace Consent.Tracking;

/// <content>The entries that say who read what.</content>
internal sealed partial class TrackingContext
{
    /// <summary>Says who reads whose history or data, before anything is shown.</summary>
    /// <remarks>Records that it names are written as they are: so an erasure at the same time is a conflict, and nobody who is erased is named again.</remarks>
    /// <param name="type"><see cref="AuditEntryType.Read"/> or <see cref="AuditEntryType.Exported"/>.</param>
    /// <param name="contacts">Whose; <see langword="default"/>: a range of the log.</param>
    /// <param name="what">What is asked for, in words.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask RecordReadingAsync(AuditEntryType type, IEnumerable<ContactId> contacts, string what, Actor actor, CancellationToken cancellationToken)
    {
        ContactId[] whose = [.. contacts.Distinct()];
        while (true)
        {
            var entries = new List<AuditEntry>();
            var snapshots = new List<SnapshotWrite>();
            foreach (var contact in whose)
            {
                var (named, found) = await NamedInReadingAsync(contact, cancellationToken).ConfigureAwait(false);
                var entry = Reading.Entry(type, named, what, actor, Rules, Now);

                // Whoever asks for what is theirs would be named by themselves.
                entries.Add(named != contact && actor.Roles.Any(r => r is ActorRole.Contact or ActorRole.ContactByLink) ? entry with { Actor = null } : entry);
                if (found is { Snapshot: { } asItIs })
                {
                    snapshots.Add(new(asItIs, found.Version) { ExpectedLastEntry = found.LastEntry });
                }
            }

            if ((await CommitAsync([new() { Entries = [.. entries], Snapshots = [.. snapshots] }], cancellationToken).ConfigureAwait(false))[0] is CommitOutcome.Committed)
            {
                return;
            }

            ConsentTelemetry.CountConflict();
        }
    }

    /// <summary>By what a reading names a contact, and the record where it names one: an id that is not on record, is closed, or whose record cannot be relied on, is named by its keyed digest alone, so that asking for it does not write it again; one that is being erased not at all, so that the erasure ends.</summary>
    private async ValueTask<(ContactId Named, StoredContact? Record)> NamedInReadingAsync(ContactId contact, CancellationToken cancellationToken)
    {
        if (contact.IsDefault)
        {
            return default;
        }

        var found = (await FindAsync([new(contact)], Doubtful.Denied, cancellationToken).ConfigureAwait(false))[0];
        return found.Snapshot?.State switch
        {
            ContactState.Erasing => default,
            ContactState.Open => (contact, found),
            _ => (ClosedId.NameOf(await DigestOfAsync(contact, cancellationToken).ConfigureAwait(false)), null),
        };
    }
}
