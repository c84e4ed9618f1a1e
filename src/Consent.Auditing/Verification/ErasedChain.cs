using System.Collections.Immutable;

namespace Consent.Auditing;

/// <summary>What <c>erased</c> entries say of the entries of others that they took away: so that the chain of a contact's entries goes on over them, and none is hidden behind somebody's erasure.</summary>
internal sealed class ErasedChain
{
    private readonly Dictionary<long, long> _previous = [];

    /// <summary>Takes in what one <c>erased</c> entry says. What was said first of an entry counts.</summary>
    public void Add(ImmutableArray<ErasedOther> others)
    {
        foreach (var (index, previous) in others)
        {
            _previous.TryAdd(index, previous);
        }
    }

    /// <summary>Whether the erased entries between two lead from one to the other, as many as are missing at least. (An entry that was a contact's last when it was erased leaves its number to the next one.)</summary>
    /// <param name="hole">Those between.</param>
    /// <param name="isErased">Whether an entry is erased.</param>
    public bool Passes(ErasedHole hole, Func<long, bool> isErased)
    {
        var (at, passed) = (hole.Last, 0L);
        for (; at > hole.Before && isErased(at) && _previous.TryGetValue(at, out var previous) && previous < at; passed++)
        {
            at = previous;
        }

        return at == hole.Before && passed >= hole.Missing;
    }
}
