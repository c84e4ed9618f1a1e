using Consent.Auditing;

namespace Consent.Storage;

/// <summary>A head of the log as it was seen: its size, and the right edge of its tree.</summary>
public sealed class SeenHead
{
    private readonly byte[] _edge;

    internal SeenHead(long size, byte[] edge) => (Size, _edge) = (size, edge);

    /// <summary>Nothing was seen yet.</summary>
    internal static SeenHead None { get; } = new(-1, []);

    /// <summary>How many entries the log had; -1 where none was seen.</summary>
    public long Size { get; }

    /// <summary>Size and root.</summary>
    internal TreeHead Head
    {
        get
        {
            var hashes = new Sha256Digest[_edge.Length / 32];
            for (var i = 0; i < hashes.Length; i++)
            {
                hashes[i] = new(_edge.AsSpan(i * 32, 32));
            }

            return MerkleFrontier.Of(Size, hashes).Head;
        }
    }

    /// <summary>Whether the tree's edge was this.</summary>
    public bool HasEdge(ReadOnlySpan<byte> edge) => edge.SequenceEqual(_edge);

    /// <summary>Whether this very head was seen: then its code need not be checked again.</summary>
    public bool Is(long size, ReadOnlySpan<byte> edge) => size == Size && HasEdge(edge);
}
