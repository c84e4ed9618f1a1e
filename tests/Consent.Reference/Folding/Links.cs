namespace Consent.Reference;

/// <summary>RULES 1, linked contacts: who is one person, since when, and what of one id counts for another.</summary>
internal sealed class Links
{
    private readonly IReadOnlyList<RefLink> _events;
    private readonly IReadOnlyList<RefClosing> _closings;

    /// <summary>The links that hold now: each <c>linked</c> that is not older than the pair's latest <c>unlinked</c>.</summary>
    private readonly List<RefLink> _holding;

    public Links(RefHistory history)
    {
        _events = history.Links;
        _closings = history.Closings;

        // A repeated `linked` of the same pair changes nothing: the earliest connects first.
        _holding = _events.Where(link => link.Linked && !_events.Any(other => !other.Linked && SamePair(other, link) && other.At > link.At)).ToList();
    }

    /// <summary>All ids connected to this one now, itself included, in ordinal order.</summary>
    public IReadOnlyList<string> PersonOf(string id) =>
        Reachable(id, _holding).Order(StringComparer.Ordinal).ToList();

    /// <summary>Whether a statement counts for an id: its own always; another's as the links allow.</summary>
    public bool Counts(RefStatement statement, string id) => statement.Contact == id
        || (WouldOpen(statement, id) && (statement.IsProtective
            ? CountsAsNo(statement.Contact, statement.At, id)
            : CountsAsYes(statement.Contact, statement.At, id)));

    /// <summary>Whether a notice acceptance counts for an id: as a permissive statement would.</summary>
    public bool Counts(RefAcceptance acceptance, string id) =>
        acceptance.Contact == id || (!WasClosed(id, acceptance.Index) && CountsAsYes(acceptance.Contact, acceptance.At, id));

    /// <summary>Whether having been asked counts for an id: as a protective statement would.</summary>
    public bool Counts(RefAsked asked, string id) =>
        asked.Contact == id || (!WasClosed(id, asked.Index) && CountsAsNo(asked.Contact, asked.At, id));

    private bool WasClosed(string id, long index) => _closings.Any(closing => closing.Contact == id && closing.WasClosedAt(index));

    /// <summary>RULES 4: what is said to an id linked with a closed one counts for the closed id only if it would open it.</summary>
    private bool WouldOpen(RefStatement statement, string id) =>
        !WasClosed(id, statement.Index) || _closings.Any(closing => closing.Contact == id && statement.Opens(closing));

    /// <summary>A yes counts if said strictly after both were connected.</summary>
    private bool CountsAsYes(string from, long at, string to) =>
        Reachable(from, _holding.Where(link => Math.Max(link.At, link.PermissiveFrom ?? link.At) < at)).Contains(to);

    /// <summary>A no counts if said at or after both were connected, or while they were: undoing a link takes no no away.</summary>
    private bool CountsAsNo(string from, long at, string to) =>
        Reachable(from, _holding.Where(link => link.At <= at)).Contains(to) || WereConnected(from, to, at);

    /// <summary>
    /// Whether links active at an instant connected the two, undone since or not: a pair's link is active at t where
    /// a <c>linked</c> at or before t was not undone strictly between the two. An undoing that was dated back ends it only when
    /// it was recorded: it takes away no no that was said while everybody took them for one person.
    /// </summary>
    private bool WereConnected(string a, string b, long t)
    {
        var active = _events.Where(link => link.Linked && link.At <= t)
            .Where(link => !_events.Any(other => !other.Linked && SamePair(other, link) && link.At < other.At && (other.PermissiveFrom ?? other.At) < t));
        return Reachable(a, active).Contains(b);
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
