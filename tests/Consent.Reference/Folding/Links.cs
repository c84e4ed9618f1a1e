namespace Consent.Reference;

/// <summary>RULES 1, linked contacts: who is one person, since when, and what of one id counts for another.</summary>
internal sealed class Links(IReadOnlyList<RefLink> events)
{
    /// <summary>The links that hold now: each <c>linked</c> that is not older than the pair's latest <c>unlinked</c>.</summary>
    private readonly List<RefLink> _holding = Holding(events);

    /// <summary>All ids connected to this one now, itself included, in ordinal order.</summary>
    public IReadOnlyList<string> PersonOf(string id) =>
        Reachable(id, _holding).Order(StringComparer.Ordinal).ToList();

    /// <summary>Whether a statement counts for an id: its own always; another's as the links allow.</summary>
    public bool Counts(RefStatement statement, string id) =>
        statement.IsProtective ? statement.Contact == id || WereConnected(statement.Contact, id, statement.At) : CountsSinceConnected(statement.Contact, statement.At, id);

    /// <summary>Whether a notice acceptance counts for an id: as a permissive statement would.</summary>
    public bool Counts(RefAcceptance acceptance, string id) =>
        CountsSinceConnected(acceptance.Contact, acceptance.At, id);

    private bool CountsSinceConnected(string from, long at, string to) =>
        from == to || (ConnectedForPermissive(from, to) is { } since && at > since);

    /// <summary>The first date at which links that permit by then connect the two; null where nothing connects them now.</summary>
    private long? ConnectedForPermissive(string a, string b)
    {
        foreach (var date in _holding.Select(link => link.PermissiveFrom).Distinct().Order())
        {
            if (Reachable(a, _holding.Where(link => link.PermissiveFrom <= date)).Contains(b))
            {
                return date;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether links connected the two at an instant, undone since or not: a pair's link is active at t where a <c>linked</c> at or before t
    /// was not undone in between; an undoing dated back takes noes away from when it was recorded only.
    /// </summary>
    private bool WereConnected(string a, string b, long t)
    {
        var active = events.Where(link => link.Linked && link.At <= t)
            .Where(link => !events.Any(other => !other.Linked && SamePair(other, link) && link.At < other.At && other.PermissiveFrom < t));
        return Reachable(a, active).Contains(b);
    }

    private static List<RefLink> Holding(IReadOnlyList<RefLink> events)
    {
        var holding = new List<RefLink>();
        foreach (var link in events.Where(link => link.Linked))
        {
            var undone = events.Any(other => !other.Linked && SamePair(other, link) && other.At > link.At);
            if (!undone)
            {
                // A repeated `linked` of the same pair changes nothing: the earliest connects first.
                holding.Add(link);
            }
        }

        return holding;
    }

    private static bool SamePair(RefLink x, RefLink y) =>
        (x.A == y.A && x.B == y.B) || (x.A == y.B && x.B == y.A);

    private static HashSet<string> Reachable(string id, IEnumerable<RefLink> links)
    {
        var list = links.ToList();
        var reached = new HashSet<string>(StringComparer.Ordinal) { id };
        int before;
        do
        {
            before = reached.Count;
            foreach (var link in list.Where(link => reached.Contains(link.A) || reached.Contains(link.B)))
            {
                reached.Add(link.A);
                reached.Add(link.B);
            }
        }
        while (reached.Count > before);

        return reached;
    }
}
