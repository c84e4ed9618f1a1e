using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>All that the log has of a person, to be folded as it was when the log had so many entries. Closings too are those of then.</summary>
internal sealed class PastPerson
{
    private readonly ContactId _contact;
    private readonly ImmutableArray<ContactId> _ids;
    private readonly PersonConsents _now;
    private readonly ILookup<ContactId, AuditEntry> _entries;
    private readonly ILookup<ContactId, AuditEntry> _closings;
    private readonly ImmutableArray<AuditEntry> _erasures;
    private readonly IReadOnlyDictionary<ContactId, long> _last;

    private PastPerson(
        ContactId contact, PersonConsents now, IReadOnlyCollection<ContactId> ids, IEnumerable<AuditEntry> entries, ILookup<ContactId, AuditEntry> closings, ImmutableArray<AuditEntry> erasures,
        IReadOnlyDictionary<ContactId, long> last)
    {
        _contact = contact;
        _now = now;
        _ids = [.. ids];
        _entries = entries.ToLookup(e => e.Subject!.Contact);
        _closings = closings;
        _erasures = erasures;
        _last = last;
    }

    /// <param name="tracking">Where.</param>
    /// <param name="contact">Whom.</param>
    /// <param name="telling">Says who reads whose history, before it is read.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async ValueTask<PastPerson> ReadAsync(TrackingContext tracking, ContactId contact, Func<List<ContactId>, ValueTask> telling, CancellationToken cancellationToken)
    {
        var loaded = await tracking.LoadAsync([new(contact)], Doubtful.AsStored, cancellationToken).ConfigureAwait(false);
        var now = loaded.PersonOf(contact);
        var (ids, entries) = (new HashSet<ContactId>(), new List<AuditEntry>());
        for (List<ContactId> unread = [.. now.Contacts.Select(c => c.Id)]; unread.Count > 0; unread = Named())
        {
            await telling(unread).ConfigureAwait(false);
            ids.UnionWith(unread);
            foreach (var id in unread)
            {
                var own = await tracking.EntriesOfAsync(id, cancellationToken).ConfigureAwait(false);
                entries.AddRange(own.All(e => e.Subject?.Contact == id) ? own
                    : throw new ConsentStoreException("The store returned an entry that is not about the contact who was asked for: somebody wrote into the database. Verify the log and the state."));
            }
        }

        var digests = new Dictionary<Sha256Digest, ContactId>();
        foreach (var id in ids)
        {
            digests[ClosedId.IsName(id, out var named) ? named.Value : await tracking.DigestOfAsync(id, cancellationToken).ConfigureAwait(false)] = id;
        }

        var closed = await tracking.EntriesAsync(new() { Type = AuditEntryType.Closed }, cancellationToken).ConfigureAwait(false);
        var closings = closed.Where(e => e.Facts.Closing is { } closing && digests.ContainsKey(closing.Digest)).ToLookup(e => digests[e.Facts.Closing!.Digest]);
        var erasures = await tracking.EntriesAsync(new() { Type = AuditEntryType.Erased }, cancellationToken).ConfigureAwait(false);
        return new(contact, now, ids, entries, closings, erasures, now.Contacts.ToDictionary(c => c.Id, c => loaded.LastEntryOf(c.Id)));

        List<ContactId> Named() => [.. entries.Select(e => e.Subject!.Other).OfType<ContactId>().Select(now.IdOf).Distinct().Where(id => !ids.Contains(id))];
    }

    /// <summary>Whether something of the person is gone that the log had when it had so many entries: it may be so where that cannot be told.</summary>
    public bool IsErasedSince(long size) =>
        LinkedBy(size).Any(id => _now.Find(id) is { State: ContactState.Erasing } || WasClosedAnew(id, size) || HasHole(id, size));

    /// <summary>After which entries of a stretch of the log the person's record may be another than before.</summary>
    public IEnumerable<long> ChangesIn(long from, long to) =>
        _ids.SelectMany(id => _entries[id].Concat(_closings[id])).Select(e => e.Index).Where(index => index >= from && index < to).Select(index => index + 1).Distinct();

    /// <summary>The person as the log had it when it had so many entries.</summary>
    /// <exception cref="ArgumentException">What was read does not fit together.</exception>
    public PersonConsents AsOf(long size, PurposeTaxonomy taxonomy)
    {
        var closed = _ids.Select(id => (Id: id, Entry: ClosedBy(id, size))).Where(c => c.Entry is not null).ToDictionary(c => c.Id, c => c.Entry!.Facts);
        return PersonConsents.Fold(_ids, taxonomy, _ids.SelectMany(id => _entries[id]), known: closed.Select(c => ClosedThen(c.Key, c.Value, closed.Keys)), wasKnown: e => e.Index < size);
    }

    /// <summary>The entry that says how an id was closed then: its last <c>closed</c> entry, unless the id was opened after it.</summary>
    private AuditEntry? ClosedBy(ContactId id, long size) =>
        _closings[id].LastOrDefault(e => e.Index < size) is { } last && !_entries[id].Any(e => e.Facts.Closing is not null && e.Index > last.Index && e.Index < size) ? last : null;

    /// <summary>The record of an id that was closed then. Which closed ids it was linked with its entry says; of those that were open their own entries tell, and the record as it is now that they still count.</summary>
    private ContactConsents ClosedThen(ContactId id, EntryFacts closed, IReadOnlyCollection<ContactId> together)
    {
        var now = _now.Find(id) ?? ContactConsents.Empty(id, _now.Contacts[0].Taxonomy);
        var told = now.Links.Select(l => l.Other).Where(other => together.Contains(_now.IdOf(other)) || _now.Find(other) is { State: ContactState.Closed }).ToHashSet();
        return now.ClosedAfter(closed.Closing!, told, closed.ClosedWith.Where(digest => together.Contains(_now.IdOf(ClosedId.NameOf(digest)))));
    }

    /// <summary>Whether the id was closed since, or closed again, by an erasure of entries of then: its own since it was closed before, or those of somebody with whom it was closed now.</summary>
    private bool WasClosedAnew(ContactId id, long size)
    {
        var last = _closings[id].LastOrDefault(e => e.Index < size);
        return _closings[id].Any(e => e.Index >= size && (IsWithOthers(e) || KeptIn(e) != KeptIn(last)) && WasErasedSince(size, IsWithOthers(e) ? AuditEntry.NotLogged : last?.Index ?? AuditEntry.NotLogged));

        bool IsWithOthers(AuditEntry entry) => entry.Facts.ClosedWith.Except(last?.Facts.ClosedWith ?? []).Any();

        static ClosedId? KeptIn(AuditEntry? entry) => entry?.Facts.Closing!.WithoutLists() is { Kind: not ClosedKind.Rectified } kept ? kept : null;
    }

    /// <summary>Whether an entry of then was erased since that came after another one. Whose it was the log does not say.</summary>
    private bool WasErasedSince(long size, long after) => _erasures.Any(e => e.Index >= size && e.Facts.Erased.Any(range => range.First < size && range.Last > after));

    /// <summary>Whether an entry of then is missing in the chain of the contact's entries since, because it told of somebody who was erased: the erasure says of each what came before it.</summary>
    private bool HasHole(ContactId id, long size)
    {
        var own = _entries[id].Where(e => e.Subject!.Revision is not null).ToDictionary(e => e.Index, e => e.Subject!.Previous);
        foreach (var before in own.Values.Append(_last.GetValueOrDefault(id, AuditEntry.NotLogged)))
        {
            for (var missing = before; missing >= 0 && !own.ContainsKey(missing);)
            {
                var (took, previous) = TakenBy(missing);
                if (missing < size && took >= size)
                {
                    return true;
                }

                missing = previous;
            }
        }

        return false;
    }

    /// <summary>The erasure that took an entry of somebody who stayed, and what came before that entry.</summary>
    private (long Erasure, long Previous) TakenBy(long index)
    {
        foreach (var erasure in _erasures)
        {
            foreach (var other in erasure.Facts.ErasedOthers)
            {
                if (other.Index == index)
                {
                    return (erasure.Index, other.Previous);
                }
            }
        }

        return (long.MaxValue, AuditEntry.NotLogged);
    }

    /// <summary>All whom the log of then links with the contact, over any path.</summary>
    private HashSet<ContactId> LinkedBy(long size)
    {
        var reached = new HashSet<ContactId> { _contact };
        var next = new Queue<ContactId>(reached);
        while (next.TryDequeue(out var id))
        {
            foreach (var other in _entries[id].Where(e => e.Index < size).Select(e => e.Subject!.Other).OfType<ContactId>().Select(_now.IdOf))
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
