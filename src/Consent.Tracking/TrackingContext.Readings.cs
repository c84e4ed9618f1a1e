namespace Consent.Tracking;

/// <content>The entries that say who read what.</content>
internal sealed partial class TrackingContext
{
    /// <summary>Says who reads whose history or data, before anything is shown.</summary>
    /// <param name="type"><see cref="AuditEntryType.Read"/> or <see cref="AuditEntryType.Exported"/>.</param>
    /// <param name="contacts">Whose; <see langword="default"/>: a range of the log.</param>
    /// <param name="what">What is asked for, in words.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async ValueTask RecordReadingAsync(AuditEntryType type, IEnumerable<ContactId> contacts, string what, Actor actor, CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry>();
        foreach (var contact in contacts)
        {
            var named = await NamedInReadingAsync(contact, cancellationToken).ConfigureAwait(false);
            var entry = Reading.Entry(type, named, what, actor, Rules, Now);

            // Whoever asks for what is theirs would be named by themselves.
            entries.Add(named != contact && actor.Roles.Any(r => r is ActorRole.Contact or ActorRole.ContactByLink) ? entry with { Actor = null } : entry);
        }

        await CommitAsync([new() { Entries = [.. entries] }], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>By what a reading names a contact: an id that is not on record, or is closed, by its keyed digest alone, so that asking for it does not write it again; one that is being erased not at all, so that the erasure ends.</summary>
    private async ValueTask<ContactId> NamedInReadingAsync(ContactId contact, CancellationToken cancellationToken)
    {
        if (contact.IsDefault)
        {
            return default;
        }

        return (await FindAsync([new(contact)], Doubtful.AsStored, cancellationToken).ConfigureAwait(false))[0].Snapshot switch
        {
            { State: ContactState.Erasing } => default,
            { State: ContactState.Open or ContactState.Altered } => contact,
            _ => ClosedId.NameOf(await DigestOfAsync(contact, cancellationToken).ConfigureAwait(false)),
        };
    }
}
