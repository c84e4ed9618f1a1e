using System.Collections.Immutable;

namespace Consent;

/// <summary>The links of ids of which some are, or were, closed: a closed id has no entries, so its links stand in its record and in the other side's entries.</summary>
/// <param name="closings">What is kept of those that are or were closed.</param>
/// <param name="closed">Those that are closed.</param>
internal sealed class ClosedLinks(Dictionary<ContactId, ClosedId> closings, HashSet<ContactId> closed)
{
    /// <param name="ids">All ids.</param>
    /// <param name="own">What an id's own entries say.</param>
    /// <param name="known">The records of those that are or were closed.</param>
    /// <param name="everNamed">Whom an id's entries about links name, those too that were recorded after what is folded.</param>
    /// <param name="withClosed">The links with closed ids that the entry which opened an id tells of, be it recorded after what is folded.</param>
    /// <param name="occurredBy">Only what was said by then; <see langword="null"/>: all.</param>
    public Dictionary<ContactId, ImmutableArray<LinkEvent>> Of(
        ImmutableArray<ContactId> ids,
        Func<ContactId, ImmutableArray<LinkEvent>> own,
        ImmutableArray<ContactConsents> known,
        ILookup<ContactId, ContactId> everNamed,
        Func<ContactId, IEnumerable<LinkEvent>> withClosed,
        Timestamp? occurredBy)
    {
        var said = ids.ToDictionary(id => id, own);
        var names = ClosedNames.Of(closings);
        return ids.ToDictionary(id => id, id => said[id].Concat(closings.ContainsKey(id) ? Besides(id) : []).Select(Named).Where(l => occurredBy is null || l.OccurredAt <= occurredBy)
            .Distinct().ToImmutableArray());

        IEnumerable<LinkEvent> Besides(ContactId id) =>
            (closed.Contains(id) ? known.First(c => c.Id == id).Links.Where(l => l.OccurredAt == Timestamp.MinValue || !IsTold(names.Resolve(l.Other), id)) : [])
            .Concat(withClosed(id).Where(l => said.ContainsKey(names.Resolve(l.Other)) && IsKept(names.Resolve(l.Other), id)))
            .Concat(closings.Where(other => other.Key != id).SelectMany(other => withClosed(other.Key).Where(l => l.Other == closings[id].Name && IsKept(id, other.Key)).Select(l => l with { Other = other.Value.Name })))
            .Concat(said.Where(other => other.Key != id).SelectMany(other => other.Value.Where(l => (l.Other != id || closed.Contains(id)) && names.Resolve(l.Other) == id).Select(l => l with { Other = other.Key })));

        // An id that was wholly forgotten and closed anew has nothing left of a link that the other side was opened with.
        bool IsKept(ContactId id, ContactId other) => !closed.Contains(id) || known.First(c => c.Id == id).Links.Any(l => names.Resolve(l.Other) == other);

        // What an open side's entries say of the link is all that is said of it: also that it never was, or is later than what is folded.
        bool IsTold(ContactId other, ContactId id) => everNamed[other].Any(named => names.Resolve(named) == id) || everNamed[id].Any(named => names.Resolve(named) == other);

        // An id that was opened again is called by its id, a closed one by its digest.
        LinkEvent Named(LinkEvent link) =>
            names.Resolve(link.Other) is var id && closings.TryGetValue(id, out var closing) ? link with { Other = closed.Contains(id) ? closing.Name : id } : link;
    }
}
