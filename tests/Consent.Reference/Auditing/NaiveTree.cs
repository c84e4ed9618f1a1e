using System.Security.Cryptography;

namespace Consent.Reference;

/// <summary>A Merkle tree as RFC 9162, 2.1 defines it, by recursion over the list of leaves. Ranges are remembered, else 300 leaves take minutes.</summary>
public sealed class NaiveTree
{
    private readonly List<byte[]> _leaves;
    private readonly Dictionary<(int Start, int End), byte[]> _known = [];

    /// <summary>The tree over these leaves.</summary>
    public NaiveTree(IEnumerable<byte[]> leaves) => _leaves = [.. leaves];

    /// <summary>2.1.1: MTH(D[0:n]).</summary>
    public byte[] Root(int size) => Hash(0, size);

    /// <summary>2.1.3.1: PATH(m, D[0:n]).</summary>
    public List<byte[]> Inclusion(int index, int size) => Path(index, 0, size);

    /// <summary>2.1.4.1: PROOF(m, D[0:n]), 0 &lt; m &lt;= n.</summary>
    public List<byte[]> Consistency(int oldSize, int newSize) => SubProof(oldSize, 0, newSize, true);

    private static int K(int n)
    {
        var k = 1;
        while (k * 2 < n)
        {
            k *= 2;
        }

        return k;
    }

    private byte[] Hash(int start, int end)
    {
        if (!_known.TryGetValue((start, end), out var hash))
        {
            hash = (end - start) switch
            {
                0 => SHA256.HashData([]),
                1 => SHA256.HashData([0, .. _leaves[start]]),
                var n => SHA256.HashData([1, .. Hash(start, start + K(n)), .. Hash(start + K(n), end)]),
            };
            _known.Add((start, end), hash);
        }

        return hash;
    }

    private List<byte[]> Path(int m, int start, int end)
    {
        var n = end - start;
        if (n == 1)
        {
            return [];
        }

        var middle = start + K(n);
        return m < K(n)
            ? [.. Path(m, start, middle), Hash(middle, end)]
            : [.. Path(m - K(n), middle, end), Hash(start, middle)];
    }

    private List<byte[]> SubProof(int m, int start, int end, bool isWhole)
    {
        var n = end - start;
        if (m == n)
        {
            return isWhole ? [] : [Hash(start, end)];
        }

        var middle = start + K(n);
        return m <= K(n)
            ? [.. SubProof(m, start, middle, isWhole), Hash(middle, end)]
            : [.. SubProof(m - K(n), middle, end, false), Hash(start, middle)];
    }
}
