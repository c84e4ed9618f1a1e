using System.Numerics;

namespace Consent;

/// <summary>A set of nodes of one taxonomy, by index. Immutable.</summary>
/// <remarks>
/// Few nodes cover a node, however many there are: the first 64 are bits of a word, so that a small taxonomy needs nothing else, and the others stand in a sorted
/// list. Where a host's edges make that list longer than a bit for each node would be, it is a bit for each node: so 10,000 nodes never take more than 25 MB.
/// </remarks>
internal sealed class NodeSet
{
    private const int WordBits = 64;
    private readonly ulong _low;
    private readonly int[] _others = [];
    private readonly ulong[]? _words;

    /// <param name="words">A bit for each node of the taxonomy.</param>
    public NodeSet(ReadOnlySpan<ulong> words)
    {
        _low = words[0];
        var others = 0;
        foreach (var word in words)
        {
            Fingerprint |= word;
            others += BitOperations.PopCount(word);
        }

        others -= BitOperations.PopCount(_low);
        if (others > words.Length * 2)
        {
            _words = words.ToArray();
        }
        else if (others > 0)
        {
            _others = [.. Indexes(words.ToArray()).SkipWhile(i => i < WordBits)];
        }
    }

    /// <summary>One bit per index modulo 64: a quick test that says "surely none of these" without a look at the set.</summary>
    public ulong Fingerprint { get; }

    public static ulong FingerprintOf(int index) => 1UL << (index & (WordBits - 1));

    public bool Contains(int index) => (Fingerprint & FingerprintOf(index)) != 0 && (index < WordBits ? (_low & (1UL << index)) != 0 : ContainsOther(index));

    public IEnumerable<int> Indexes() => _words is not null ? Indexes(_words) : Indexes([_low]).Concat(_others);

    private bool ContainsOther(int index) =>
        _words is null ? _others.AsSpan().BinarySearch(index) >= 0
        : (index >> 6) < _words.Length && (_words[index >> 6] & FingerprintOf(index)) != 0;

    private static IEnumerable<int> Indexes(ulong[] words)
    {
        for (var i = 0; i < words.Length; i++)
        {
            for (var word = words[i]; word != 0; word &= word - 1)
            {
                yield return (i * WordBits) + BitOperations.TrailingZeroCount(word);
            }
        }
    }
}
