using System.Numerics;

namespace Consent;

/// <summary>A set of nodes of one taxonomy, by index. Immutable once built.</summary>
internal sealed class NodeSet
{
    private readonly ulong[] _words;

    public NodeSet(int nodeCount) => _words = new ulong[(nodeCount + 63) / 64];

    /// <summary>One bit per index modulo 64: a quick test that says "surely none of these" without a look at the set.</summary>
    public ulong Fingerprint { get; private set; }

    public static ulong FingerprintOf(int index) => 1UL << (index & 63);

    public bool Contains(int index) => (uint)index < (uint)(_words.Length * 64) && (_words[index >> 6] & (1UL << (index & 63))) != 0;

    public void Add(int index)
    {
        _words[index >> 6] |= 1UL << (index & 63);
        Fingerprint |= FingerprintOf(index);
    }

    public void AddAll(NodeSet other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            _words[i] |= other._words[i];
        }

        Fingerprint |= other.Fingerprint;
    }

    public IEnumerable<int> Indexes()
    {
        for (var i = 0; i < _words.Length; i++)
        {
            for (var word = _words[i]; word != 0; word &= word - 1)
            {
                yield return (i * 64) + BitOperations.TrailingZeroCount(word);
            }
        }
    }
}
