using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Reading records and histories.</summary>
internal sealed partial class TrackingContext
{
    /// <summary>Reads a contact's record and those of all contacts ever linked with it.</summary>
    public async ValueTask<LoadedContacts> LoadAsync(ContactId contact, ChangeId change, CancellationToken cancellationToken) =>
        await LoadAsync([new(contact, change)], cancellationToken).ConfigureAwait(false);

    /// <summary>Reads all that a decision about a contact looks at: the person's records, and that of the address which the request names.</summary>
    public async ValueTask<(PersonConsents Person, ContactConsents? Point)> AskedAboutAsync(ProcessingRequest request, CancellationToken cancellationToken)
    {
        if (request.Contact.IsDefault)
        {
            throw new ArgumentException("The request names no contact: say whom it is about, request.About(contact), or ask ConsentAudience, which asks about anyone.", nameof(request));
        }

        var named = request.Point is { } point && point.Id != request.Contact ? point : null;
        var loaded = await LoadAsync(named is null ? [new(request.Contact)] : [new(request.Contact), new(named.Id)], Doubtful.Denied, cancellationToken).ConfigureAwait(false);
        await KnowAsync(request.Purpose, cancellationToken).ConfigureAwait(false);
        return (loaded.PersonOf(request.Contact), named is null ? null : loaded.RecordOf(named.Id));
    }

    /// <summary>Reads contacts' records and those of all contacts ever linked with them.</summary>
    /// <exception cref="RecordAlteredException">One of them does not verify.</exception>
    public ValueTask<LoadedContacts> LoadAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) => LoadAsync(lookups, Doubtful.Refused, cancellationToken);

    /// <summary>As above, where the caller says what becomes of a record that is not to be relied on.</summary>
    /// <remarks>Who is linked is read after whom links name: where somebody was closed or opened between the two, they are read again.</remarks>
    public async ValueTask<LoadedContacts> LoadAsync(IReadOnlyList<ContactLookup> lookups, Doubtful doubtful, CancellationToken cancellationToken)
    {
        var looks = new Looks(most: 10);
        while (true)
        {
            var loaded = await LoadOnceAsync(lookups, doubtful, cancellationToken).ConfigureAwait(false);
            if (!await IsTornAsync(loaded, cancellationToken).ConfigureAwait(false) || !await looks.AgainAsync(cancellationToken).ConfigureAwait(false))
            {
                return loaded;
            }
        }
    }

    /// <summary>Whether a link names a closed id that is not closed any more, or that is here under its own name as well.</summary>
    private async ValueTask<bool> IsTornAsync(LoadedContacts loaded, CancellationToken cancellationToken)
    {
        var (named, isAnyNotThere) = loaded.Named();
        if (isAnyNotThere || named.Count == 0)
        {
            return isAnyNotThere;
        }

        foreach (var id in loaded.Ids())
        {
            if (named.Contains(await DigestOfAsync(id, cancellationToken).ConfigureAwait(false)))
            {
                return true;
            }
        }

        return false;
    }

    private async ValueTask<LoadedContacts> LoadOnceAsync(IReadOnlyList<ContactLookup> lookups, Doubtful doubtful, CancellationToken cancellationToken)
    {
        var loaded = new LoadedContacts();
        for (var wanted = lookups; wanted.Count > 0; wanted = loaded.Missing())
        {
            var found = await FindAsync(wanted, doubtful, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < wanted.Count; i++)
            {
                loaded.Add(RecordOf(wanted[i].Contact, found[i]), found[i].Version, found[i].LastEntry);
            }

            loaded.Recorded = !ReferenceEquals(wanted, lookups) ? loaded.Recorded : found.Count == 1 ? [found[0].Recorded] : [.. found.Select(f => f.Recorded)];
        }

        return loaded;
    }

    /// <exception cref="RecordAlteredException">A record does not verify.</exception>
    public ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken) => FindAsync(lookups, Doubtful.Refused, cancellationToken);

    /// <summary>The records found; the caller says what becomes of one that is not to be relied on.</summary>
    public async ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, Doubtful doubtful, CancellationToken cancellationToken)
    {
        var before = Altered.Doubted.Now;
        var found = await RetriedAsync(
            async () =>
            {
                await StartedAsync(cancellationToken).ConfigureAwait(false);
                before = Altered.Doubted.Now;
                return await Store.FindAsync(lookups, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (!_isStarting && !_isPlanning)
        {
            await Publisher.ProveNowAndThenAsync(Store, cancellationToken).ConfigureAwait(false);
        }

        foreach (var contact in found)
        {
            if (contact.Snapshot is { State: ContactState.Altered })
            {
                Altered.Met(_logger);
                if (doubtful == Doubtful.Refused)
                {
                    throw new RecordAlteredException();
                }
            }
        }

        if (doubtful == Doubtful.AsStored)
        {
            return found;
        }

        // One that was folded anew meanwhile may have been read before, one that was found wrong meanwhile was.
        found = before.IsAny ? await DoubtedAsync(lookups, found, before, doubtful, cancellationToken).ConfigureAwait(false) : found;
        return Altered.Doubted.Now is { IsAny: true } now && !ReferenceEquals(now, before) ? await DoubtedAsync(lookups, found, now, doubtful, cancellationToken).ConfigureAwait(false) : found;
    }

    /// <summary>What was found, but for those whose records verifying found wrong.</summary>
    private async ValueTask<IReadOnlyList<StoredContact>> DoubtedAsync(IReadOnlyList<ContactLookup> lookups, IReadOnlyList<StoredContact> found, Doubts doubted, Doubtful doubtful, CancellationToken cancellationToken)
    {
        StoredContact[] all = [.. found];
        for (var i = 0; i < all.Length; i++)
        {
            var contact = lookups[i].Contact;
            var isDoubted = doubted.IsEverybody || doubted.Contains(contact) || (doubted.HasClosed && doubted.Contains(ClosedId.NameOf(await DigestOfAsync(contact, cancellationToken).ConfigureAwait(false))));
            if (isDoubted)
            {
                all[i] = doubtful == Doubtful.Denied ? all[i] with { Snapshot = ContactConsents.Altered(contact, Rules.Taxonomy) } : throw new RecordAlteredException();
            }
        }

        return all;
    }

    /// <summary>The record found, read through the taxonomy in use; empty when there is none.</summary>
    public ContactConsents RecordOf(ContactId contact, StoredContact found)
    {
        if (found.Snapshot is not { } snapshot)
        {
            return ContactConsents.Empty(contact, Rules.Taxonomy);
        }

        // A store is not trusted to compare ids ordinally.
        return snapshot.Id == contact ? snapshot.Under(Rules.Taxonomy) : throw new ConsentStoreException("The store returned the record of another contact.");
    }

    /// <summary>Every entry about a person's ids: id by id, each in order.</summary>
    public async ValueTask<List<AuditEntry>> EntriesOfAsync(PersonConsents person, CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry>();
        foreach (var contact in person.Contacts)
        {
            entries.AddRange(await EntriesOfAsync(contact.Id, cancellationToken).ConfigureAwait(false));
        }

        return entries;
    }

    /// <summary>Every entry about a contact, in order.</summary>
    public ValueTask<ImmutableArray<AuditEntry>> EntriesOfAsync(ContactId contact, CancellationToken cancellationToken) => EntriesAsync(new() { Contact = contact }, cancellationToken);

    /// <summary>The entries that a query asks for, in order.</summary>
    public ValueTask<ImmutableArray<AuditEntry>> EntriesAsync(LogQuery query, CancellationToken cancellationToken) =>
        RetriedAsync(
            async () =>
            {
                var entries = ImmutableArray.CreateBuilder<AuditEntry>();
                await foreach (var entry in Store.ReadLogAsync(query, cancellationToken).ConfigureAwait(false))
                {
                    entries.Add(entry);
                }

                return entries.ToImmutable();
            },
            cancellationToken);
}
