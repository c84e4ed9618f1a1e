using System.Collections.Immutable;

namespace Consent;

/// <summary>All that was said of one pair of contacts: when they were one person.</summary>
internal sealed class LinkedPair
{
    private readonly ImmutableArray<LinkEvent> _events;

    public LinkedPair(ContactId other, ImmutableArray<LinkEvent> events)
    {
        Other = other;
        _events = events;
        Timestamp? undone = events.Where(e => !e.IsLinked).Select(e => (Timestamp?)e.OccurredAt).Max();
        var holding = events.Where(e => e.IsLinked && (undone is null || e.OccurredAt >= undone)).ToList();
        Holds = holding.Count > 0;
        PermitsFrom = holding.Select(e => (Timestamp?)e.PermissiveFrom).Min();
    }

    public ContactId Other { get; }

    /// <summary>Whether some <c>linked</c> is not older than the latest <c>unlinked</c>; at the same instant: linked.</summary>
    public bool Holds { get; }

    /// <summary>Permissive statements count if said later than this; <see langword="null"/>: none do.</summary>
    public Timestamp? PermitsFrom { get; }

    /// <summary>Whether they were one person when a no was said, its very instant and that of an undoing included.</summary>
    /// <remarks>
    /// An undoing that was dated back ends it only when it was recorded: it takes away no no that was said while everybody took them for one person. A link that
    /// never was is rectified instead.
    /// </remarks>
    public bool WasActiveAt(Timestamp at)
    {
        foreach (var link in _events)
        {
            if (link.IsLinked && link.OccurredAt <= at && !IsUndoneBefore(link, at))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsUndoneBefore(in LinkEvent link, Timestamp at)
    {
        foreach (var undoing in _events)
        {
            if (!undoing.IsLinked && undoing.OccurredAt > link.OccurredAt && undoing.PermissiveFrom < at)
            {
                return true;
            }
        }

        return false;
    }
}
