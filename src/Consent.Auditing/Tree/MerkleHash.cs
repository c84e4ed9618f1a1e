using System.Security.Cryptography;

namespace Consent.Auditing;

/// <summary>The three hashes that a Merkle tree is made of (RFC 9162, 2.1.1; the same as RFC 6962, 2.1).</summary>
/// <remarks>Leaves and nodes start with different bytes, so that no leaf can be passed off as a node. Nothing is allocated.</remarks>
public static class MerkleHash
{
    /// <summary>How many bytes the hash of a node is of.</summary>
    internal const int NodeLength = 1 + (2 * SHA256.HashSizeInBytes);

    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    /// <summary>The root of the tree without leaves: SHA-256 of nothing.</summary>
    public static Sha256Digest EmptyRoot { get; } = Sha256Digest.Of([]);

    /// <summary>The hash of a leaf: SHA-256(0x00 ‖ leaf).</summary>
    public static Sha256Digest OfLeaf(ReadOnlySpan<byte> leaf) => ReusedSha256.Of([LeafPrefix], leaf);

    /// <summary>The hash of a node over its two children: SHA-256(0x01 ‖ left ‖ right).</summary>
    public static Sha256Digest OfNode(Sha256Digest left, Sha256Digest right)
    {
        Span<byte> content = stackalloc byte[NodeLength];
        WriteNode(left, right, content);
        return ReusedSha256.Of(content);
    }

    /// <summary>Writes the bytes that the hash of a node is of.</summary>
    internal static void WriteNode(Sha256Digest left, Sha256Digest right, Span<byte> content)
    {
        content[0] = NodePrefix;
        left.CopyTo(content[1..]);
        right.CopyTo(content[(1 + SHA256.HashSizeInBytes)..]);
    }

    /// <summary>The hash over neighbouring complete subtrees, each smaller than the one before: the rightmost two are joined first.</summary>
    internal static Sha256Digest OfPeaks(ReadOnlySpan<Sha256Digest> peaks)
    {
        if (peaks.IsEmpty)
        {
            return EmptyRoot;
        }

        var hash = peaks[^1];
        for (var i = peaks.Length - 2; i >= 0; i--)
        {
            hash = OfNode(peaks[i], hash);
        }

        return hash;
    }
}
