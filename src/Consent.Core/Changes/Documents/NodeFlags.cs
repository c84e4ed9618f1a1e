using System.Collections.Immutable;

namespace Consent;

/// <summary>The flags that one document names, packed: two bits a flag, one byte a node. Immutable, compared by content.</summary>
public sealed class NodeFlags : IEquatable<NodeFlags>
{
    private const int MaxPacked = 0b10_10_10;

    // INVARIANT: as long as one another, nodes ascending, no byte 0.
    private readonly ImmutableArray<PurposePath> _nodes;
    private readonly ImmutableArray<byte> _packed;

    private NodeFlags(ImmutableArray<PurposePath> nodes, ImmutableArray<byte> packed)
    {
        _nodes = nodes;
        _packed = packed;
    }

    /// <summary>No flag named.</summary>
    public static NodeFlags Empty { get; } = new([], []);

    /// <summary>The nodes that have a flag named, in ordinal order.</summary>
    public ImmutableArray<PurposePath> Nodes => _nodes;

    /// <summary>The flags of each of <see cref="Nodes"/>, as <see cref="FromPacked"/> takes them.</summary>
    public ReadOnlySpan<byte> Packed => _packed.AsSpan();

    /// <summary>What the document says of a flag; <see cref="FlagValue.Unset"/> when it does not name it.</summary>
    public FlagValue this[PurposePath node, ConsentFlag flag] =>
        Find(node) is >= 0 and var at ? (FlagValue)((_packed[at] >> ((int)flag * 2)) & 3) : FlagValue.Unset;

    /// <summary>The flags of many nodes at once.</summary>
    /// <param name="nodes">The nodes, in ascending ordinal order, each once.</param>
    /// <param name="packed">For each node its <see cref="FlagValue"/>s, two bits each, that of <see cref="ConsentFlag.Status"/> lowest; 0: none, the node is left out.</param>
    /// <exception cref="ArgumentException">Of two lengths, not ascending, or a byte that packs no flags.</exception>
    public static NodeFlags FromPacked(ReadOnlySpan<PurposePath> nodes, ReadOnlySpan<byte> packed)
    {
        if (nodes.Length != packed.Length)
        {
            throw new ArgumentException("There is one byte for each node.", nameof(packed));
        }

        var count = nodes.Length - packed.Count((byte)0);
        if (count == 0)
        {
            return Empty;
        }

        var named = ImmutableArray.CreateBuilder<PurposePath>(count);
        var flags = ImmutableArray.CreateBuilder<byte>(count);
        for (var i = 0; i < nodes.Length; i++)
        {
            if (packed[i] == 0)
            {
                continue;
            }

            if (packed[i] > MaxPacked || (packed[i] & (packed[i] >> 1) & 0b01_01_01) != 0)
            {
                throw new ArgumentException("A byte packs three flags of two bits each, of the values 0 to 2.", nameof(packed));
            }

            if (named.Count > 0 && named[^1].CompareTo(nodes[i]) >= 0)
            {
                throw new ArgumentException("The nodes are not in ascending order, or one is there twice.", nameof(nodes));
            }

            named.Add(nodes[i]);
            flags.Add(packed[i]);
        }

        return new(named.MoveToImmutable(), flags.MoveToImmutable());
    }

    /// <summary>The same flags and this one.</summary>
    public NodeFlags With(PurposePath node, ConsentFlag flag, FlagValue value)
    {
        ArgumentNullException.ThrowIfNull(node);
        var at = Find(node);
        var shift = (int)flag * 2;
        var packed = (byte)(((at < 0 ? 0 : _packed[at]) & ~(3 << shift)) | ((int)value << shift));
        return (at, packed) switch
        {
            ( < 0, 0) => this,
            ( < 0, _) => new(_nodes.Insert(~at, node), _packed.Insert(~at, packed)),
            (_, 0) => new(_nodes.RemoveAt(at), _packed.RemoveAt(at)),
            _ => new(_nodes, _packed.SetItem(at, packed)),
        };
    }

    /// <inheritdoc/>
    public bool Equals(NodeFlags? other) =>
        other is not null && (ReferenceEquals(this, other) || (Packed.SequenceEqual(other.Packed) && _nodes.AsSpan().SequenceEqual(other._nodes.AsSpan())));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NodeFlags);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(Packed);
        foreach (var node in _nodes)
        {
            hash.Add(node);
        }

        return hash.ToHashCode();
    }

    private int Find(PurposePath node) => _nodes.BinarySearch(node);
}
