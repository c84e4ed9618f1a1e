namespace Consent.Tracking;

/// <summary>Whom an erasure is about, while it goes through its rounds: which ids, and which life of each.</summary>
/// <remarks>
/// An id whose life was erased may begin a new one at once, also between two rounds: a no waits for nothing else. What belongs to that new life is not this
/// erasure's: neither its entries, nor its record, nor whoever it is linked with.
/// </remarks>
internal sealed class ErasedPerson
{
    private readonly HashSet<ContactId> _begun;
    private HashSet<ContactId> _ids;
    private long? _goneAt;
    private readonly Dictionary<ContactId, HashSet<Guid>> _lives = [];

    /// <summary>Whoever is asked for, in whatever life they are now.</summary>
    public ErasedPerson(ContactId asked) => _ids = _begun = [asked];

    /// <summary>Those whom a journal's entries are about, in the lives that these tell of.</summary>
    public ErasedPerson(IReadOnlyCollection<AuditEntry> journaled)
    {
        _ids = _begun = [.. journaled.Select(WhomOf)];
        foreach (var id in _ids)
        {
            _lives[id] = [.. LivesIn(journaled, id)];
        }
    }

    public IReadOnlySet<ContactId> Ids => _ids;

    /// <summary>Whether a round has taken the records away: whoever stays names nobody any more, and what comes later is about a new life.</summary>
    public bool IsGone => _goneAt is not null;

    /// <summary>Whether a record is one that this erasure has marked.</summary>
    public bool HasMarked(ContactConsents record) => _lives.TryGetValue(record.Id, out var lives) && lives.Contains(record.Revision.Incarnation);

    /// <summary>Whether an entry of somebody else that names one of the ids can mean the life that goes.</summary>
    public bool MayMeanUs(AuditEntry mention) => _goneAt is not { } at || mention.Index < at;

    /// <summary>The records are gone, that an <c>erased</c> entry at this place marked.</summary>
    public void Gone(long markedAt) => _goneAt ??= markedAt;

    /// <summary>Takes in whom they are linked with now: not who was at an earlier look, and is no more. A link counts when both sides know of it: one that was erased already does not any more, and one that somebody else is erasing is left to them.</summary>
    /// <param name="known">Their records.</param>
    /// <param name="takesOver">Whether somebody else's erasure was waited for in vain: then nothing is left to them.</param>
    /// <returns>All that a link reaches, also from one side.</returns>
    public IReadOnlySet<ContactId> Reach(PersonConsents known, bool takesOver)
    {
        var reached = _begun.Where(id => IsOurs(known[id])).SelectMany(id => known.LinkedWith(id)).Concat(_begun).ToHashSet();
        _ids = [.. _begun];
        _ids.UnionWith(reached.Where(id => (takesOver || known[id].State != ContactState.Erasing || _begun.Contains(id)) && known[id].Links.Any(l => reached.Contains(known.IdOf(l.Other)))));
        return reached;
    }

    /// <summary>From here on only these lives are meant.</summary>
    public void Begin(PersonConsents known, IReadOnlyList<AuditEntry> histories)
    {
        _begun.UnionWith(_ids);
        foreach (var id in _ids)
        {
            var lives = LivesIn(histories, id).ToHashSet();
            if (known.Find(id) is { Revision.Number: > 0 } record)
            {
                lives.Add(record.Revision.Incarnation);
            }

            _lives.TryAdd(id, lives);
        }
    }

    /// <summary>Whether a record is of the life that is meant, or of none.</summary>
    public bool IsOurs(ContactConsents record) => record.Revision.Number == 0 || !_lives.TryGetValue(record.Id, out var lives) || lives.Contains(record.Revision.Incarnation);

    /// <summary>A contact's entries up to the first of a new life.</summary>
    public IEnumerable<AuditEntry> OursOf(ContactId id, IEnumerable<AuditEntry> history) =>
        _ids.Contains(id) && _lives.TryGetValue(id, out var lives)
            ? history.TakeWhile(e => e.Subject!.Revision is not { } revision || lives.Contains(revision.Incarnation))
            : history;

    /// <summary>Which life of a contact the store takes away: where a new one began, the one before, which it finds gone.</summary>
    public Guid LifeOf(ContactConsents record) => IsOurs(record) ? record.Revision.Incarnation : _lives[record.Id].FirstOrDefault();

    /// <summary>An entry about a closed id names it by its digest.</summary>
    public static ContactId WhomOf(AuditEntry entry) => entry.Subject?.Contact ?? entry.Facts.Closing!.Name;

    private static IEnumerable<Guid> LivesIn(IEnumerable<AuditEntry> entries, ContactId id) =>
        entries.Where(e => WhomOf(e) == id).Select(e => e.Subject?.Revision).OfType<ContactRevision>().Select(r => r.Incarnation);
}
