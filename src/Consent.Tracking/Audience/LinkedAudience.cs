namespace Consent.Tracking;

/// <summary>The contacts that were ever linked with others: what is said of one may change the decision about another, so all that links reach are decided again.</summary>
internal sealed class LinkedAudience
{
    private readonly Dictionary<ContactId, Side> _sides = [];
    private readonly Dictionary<long, ContactId> _byNumber = [];
    private readonly Dictionary<ContactId, HashSet<ContactId>> _namedBy = [];

    // The same ids, each once: the set says which, the queue in which order.
    private readonly HashSet<ContactId> _undecided = [];
    private readonly Queue<ContactId> _queue = [];

    /// <summary>A contact's record was written, or went away: it and all that its links reached, or reach, become undecided.</summary>
    /// <returns>Whether it is a linked one, to be decided here.</returns>
    public bool Take(long number, ContactConsents? record)
    {
        if (_byNumber.TryGetValue(number, out var known))
        {
            Decide(Reached(known));
            Remove(known, number);
        }

        if (record is null || (record.Links.IsEmpty && !_namedBy.ContainsKey(record.Id)))
        {
            return false;
        }

        var side = new Side(number, [.. record.Links.Select(l => l.Other)]);
        _sides[record.Id] = side;
        _byNumber[number] = record.Id;
        foreach (var other in side.Others)
        {
            (_namedBy.TryGetValue(other, out var naming) ? naming : _namedBy[other] = []).Add(record.Id);
        }

        Decide(Reached(record.Id));
        return true;
    }

    /// <summary>The next that are undecided; without a number: linked no more, or gone.</summary>
    public IReadOnlyList<(ContactId Id, long? Number)> Undecided(int count) => [.. _queue.Take(count).Select(id => (id, _sides.GetValueOrDefault(id)?.Number))];

    /// <summary>The next one is decided.</summary>
    public void Decided() => _undecided.Remove(_queue.Dequeue());

    private void Decide(IEnumerable<ContactId> contacts)
    {
        foreach (var id in contacts)
        {
            if (_undecided.Add(id))
            {
                _queue.Enqueue(id);
            }
        }
    }

    private void Remove(ContactId id, long number)
    {
        _byNumber.Remove(number);
        if (!_sides.Remove(id, out var side))
        {
            return;
        }

        foreach (var other in side.Others)
        {
            if (_namedBy.TryGetValue(other, out var naming) && naming.Remove(id) && naming.Count == 0)
            {
                _namedBy.Remove(other);
            }
        }
    }

    /// <summary>All that links reach, whichever of two named the other.</summary>
    private HashSet<ContactId> Reached(ContactId from)
    {
        var reached = new HashSet<ContactId> { from };
        var next = new Queue<ContactId>([from]);
        while (next.TryDequeue(out var id))
        {
            var others = _sides.TryGetValue(id, out var side) ? side.Others : [];
            foreach (var other in _namedBy.TryGetValue(id, out var naming) ? others.Concat(naming) : others)
            {
                if (reached.Add(other))
                {
                    next.Enqueue(other);
                }
            }
        }

        return reached;
    }

    /// <summary>What one contact's record says of links.</summary>
    private sealed record Side(long Number, IReadOnlyCollection<ContactId> Others);
}
