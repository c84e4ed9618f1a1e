using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Where, in the whole log, entries about each contact stand, whom it was ever linked with, and what is closed: so much that one person can be folded without a record. Told each entry, in order.</summary>
internal sealed class WholeLog(TrackingContext tracking)
{
    private readonly Dictionary<ContactId, List<long>> _histories = [];
    private readonly Dictionary<ContactId, HashSet<ContactId>> _linked = [];
    private readonly Dictionary<ContactId, long> _last = [];
    private readonly Dictionary<Sha256Digest, (ClosedId Closed, ImmutableArray<Sha256Digest> Linked)> _closings = [];

    /// <summary>Takes note of an entry.</summary>
    public void Add(AuditEntry entry)
    {
        if (entry.Facts.Closing is { } closing)
        {
            if (entry.Subject is null)
            {
                _closings[closing.Digest] = (closing, entry.Facts.ClosedWith);
            }
            else
            {
                _closings.Remove(closing.Digest);
            }
        }

        if (entry.Subject is not { } subject)
        {
            return;
        }

        Of(_histories, subject.Contact).Add(entry.Index);
        if (subject.Revision is not null && !ClosedId.IsName(subject.Contact, out _))
        {
            _last[subject.Contact] = entry.Index;
        }

        if (subject.Other is { } other)
        {
            Of(_linked, subject.Contact).Add(other);
            Of(_linked, other).Add(subject.Contact);
        }
    }

    /// <summary>The index of the contact's last entry that has a revision; <see langword="null"/>: there is none.</summary>
    public long? LastOf(ContactId contact) => _last.TryGetValue(contact, out var last) ? last : null;

    /// <summary>Where entries about the contact stand.</summary>
    public IReadOnlyList<long> HistoryOf(ContactId contact) => _histories.TryGetValue(contact, out var history) ? history : [];

    /// <summary>What is kept of a closed id, and the digests that it stays linked with; <see langword="null"/>: it is not closed.</summary>
    public (ClosedId Closed, ImmutableArray<Sha256Digest> Linked)? ClosingOf(Sha256Digest digest) => _closings.TryGetValue(digest, out var closing) ? closing : null;

    /// <summary>The contact's record, folded from its entries and those of all that were ever linked with it.</summary>
    public async ValueTask<ContactConsents> FoldAsync(ContactId contact, CancellationToken cancellationToken)
    {
        ContactId[] reached = [.. Reached(contact)];
        var loaded = await tracking.LoadAsync([.. reached.Select(id => new ContactLookup(id))], Doubtful.Denied, cancellationToken).ConfigureAwait(false);
        var person = loaded.PersonOf(reached);
        var entries = new List<AuditEntry>();
        foreach (var index in person.Contacts.Where(c => c.State != ContactState.Closed).SelectMany(c => HistoryOf(c.Id)))
        {
            await foreach (var entry in tracking.Store.Log.ReadAsync(index, index + 1, cancellationToken).ConfigureAwait(false))
            {
                // One that was erased since is not missed: it says so in the log.
                if (!entry.IsErased)
                {
                    entries.Add(entry.FirstBrokenSlot() is null ? entry.Open() : throw new ConsentStoreException("The log was altered while it was read."));
                }
            }
        }

        return PersonConsents.Fold(person.Contacts.Select(c => c.Id), tracking.Rules.Taxonomy, entries, known: person.Contacts)[contact];
    }

    private static TValue Of<TKey, TValue>(Dictionary<TKey, TValue> all, TKey key)
        where TKey : notnull
        where TValue : new()
    {
        if (!all.TryGetValue(key, out var value))
        {
            all.Add(key, value = new());
        }

        return value;
    }

    /// <summary>All that were ever linked, over any path.</summary>
    private HashSet<ContactId> Reached(ContactId contact)
    {
        var reached = new HashSet<ContactId> { contact };
        var next = new Queue<ContactId>(reached);
        while (next.TryDequeue(out var id))
        {
            foreach (var other in _linked.TryGetValue(id, out var others) ? others : [])
            {
                if (reached.Add(other))
                {
                    next.Enqueue(other);
                }
            }
        }

        return reached;
    }
}
