using System.Collections.Immutable;

namespace Consent;

/// <summary>Which contact ids are one person, and since when: decides whose statements count for whom.</summary>
internal sealed class LinkGraph
{
    private readonly Dictionary<ContactId, List<Pair>> _pairs = [];

    /// <summary>Reads each contact's own side of its links.</summary>
    public LinkGraph(IEnumerable<KeyValuePair<ContactId, ImmutableArray<LinkEvent>>> links)
    {
        foreach (var (contact, events) in links)
        {
            foreach (var byOther in events.GroupBy(e => e.Other))
            {
                Add(contact, byOther.Key, byOther);
            }
        }
    }

    /// <summary>The ids that are one person with this one now, itself included, in ordinal order.</summary>
    public ImmutableArray<ContactId> PersonOf(ContactId contact) => Reach(contact, static (pair, _) => pair.HoldsFrom is not null, default);

    /// <summary>Whether what was said of one id counts for another.</summary>
    /// <remarks>
    /// It counts if said strictly after both were connected, over any path of links that hold now. A protective statement also counts
    /// if both were connected when it was said: undoing a wrong link takes no no away.
    /// </remarks>
    public bool Counts(ContactId from, ContactId to, Timestamp saidAt, bool isProtective)
    {
        if (from == to)
        {
            return true;
        }

        return _pairs.ContainsKey(from)
            && (Reach(from, static (pair, t) => pair.HoldsFrom < t, saidAt).Contains(to)
                || (isProtective && Reach(from, static (pair, t) => pair.WasActiveAt(t), saidAt).Contains(to)));
    }

    private void Add(ContactId contact, ContactId other, IEnumerable<LinkEvent> events)
    {
        if (!_pairs.TryGetValue(contact, out var pairs))
        {
            _pairs[contact] = pairs = [];
        }

        pairs.Add(new(other, [.. events]));
    }

    private ImmutableArray<ContactId> Reach(ContactId from, Func<Pair, Timestamp, bool> isOpen, Timestamp at)
    {
        var reached = new SortedSet<ContactId> { from };
        var next = new Queue<ContactId>([from]);
        while (next.TryDequeue(out var contact))
        {
            foreach (var pair in _pairs.GetValueOrDefault(contact) ?? [])
            {
                if (isOpen(pair, at) && reached.Add(pair.Other))
                {
                    next.Enqueue(pair.Other);
                }
            }
        }

        return [.. reached];
    }

    private sealed class Pair(ContactId other, ImmutableArray<LinkEvent> events)
    {
        public ContactId Other => other;

        /// <summary>The earliest <c>linked</c> that is not older than the latest <c>unlinked</c>; at the same instant: linked.</summary>
        public Timestamp? HoldsFrom { get; } = EarliestSince(events);

        /// <summary>Linked strictly before, and not unlinked strictly in between.</summary>
        public bool WasActiveAt(Timestamp at)
        {
            foreach (var link in events)
            {
                if (link.IsLinked && link.OccurredAt < at && !events.Any(e => !e.IsLinked && e.OccurredAt > link.OccurredAt && e.OccurredAt < at))
                {
                    return true;
                }
            }

            return false;
        }

        private static Timestamp? EarliestSince(ImmutableArray<LinkEvent> events)
        {
            Timestamp? unlinked = events.Where(e => !e.IsLinked).Select(e => (Timestamp?)e.OccurredAt).Max();
            return events.Where(e => e.IsLinked && (unlinked is null || e.OccurredAt >= unlinked)).Select(e => (Timestamp?)e.OccurredAt).Min();
        }
    }
}
