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

    /// <summary>Whether the tree's edge was this.</summary>
    public bool HasEdge(ReadOnlySpan<byte> edge) => edge.SequenceEqual(_edge);

    /// <summary>Whether this very head was seen: then its code need not be checked again.</summary>
    public bool Is(long size, ReadOnlySpan<byte> edge) => size == Size && HasEdge(edge);
}
