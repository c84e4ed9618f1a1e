using System.Collections.Immutable;

namespace Consent;

/// <summary>Which contact ids are one person, and since when: decides whose statements count for whom.</summary>
internal sealed class LinkGraph
{
    private readonly Dictionary<ContactId, List<LinkedPair>> _pairs = [];

    private LinkGraph()
    {
    }

    /// <summary>Reads each contact's own side of its links.</summary>
    public LinkGraph(IEnumerable<KeyValuePair<ContactId, ImmutableArray<LinkEvent>>> links)
    {
        foreach (var (contact, events) in links)
        {
            foreach (var byOther in events.Where(e => !e.IsRectified).GroupBy(e => e.Other))
            {
                Add(contact, new(byOther.Key, [.. byOther]));
            }
        }
    }

    /// <summary>Nobody is linked.</summary>
    public static LinkGraph None { get; } = new();

    /// <summary>The ids that are one person with this one now, itself included, in ordinal order.</summary>
    public ImmutableArray<ContactId> PersonOf(ContactId contact) => Reach(contact, static (pair, _) => pair.Holds, default);

    /// <summary>Whether what was said of one id counts for another.</summary>
    /// <remarks>
    /// A permissive statement counts if said strictly after both were connected, over any path of links that hold now. A protective one counts if both were
    /// connected when it was said: undoing a link takes no no away.
    /// </remarks>
    public bool Counts(ContactId from, ContactId to, Timestamp saidAt, bool isProtective)
    {
        if (from == to)
        {
            return true;
        }

        return _pairs.ContainsKey(from)
            && (isProtective ? Reach(from, static (pair, t) => pair.WasActiveAt(t), saidAt) : Reach(from, static (pair, t) => pair.PermitsFrom < t, saidAt)).Contains(to);
    }

    private void Add(ContactId contact, LinkedPair pair)
    {
        if (!_pairs.TryGetValue(contact, out var pairs))
        {
            _pairs[contact] = pairs = [];
        }

        pairs.Add(pair);
    }

    private ImmutableArray<ContactId> Reach(ContactId from, Func<LinkedPair, Timestamp, bool> isOpen, Timestamp at)
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
}
