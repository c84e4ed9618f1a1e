using System.Collections.Immutable;

namespace Consent;

/// <summary>The flags that one document names, packed: two bits a flag, one byte a node. Immutable, compared by content.</summary>
public sealed class NodeFlags : IEquatable<NodeFlags>
{
    private readonly ImmutableSortedDictionary<PurposePath, byte> _byNode;

    private NodeFlags(ImmutableSortedDictionary<PurposePath, byte> byNode) => _byNode = byNode;

    /// <summary>No flag named.</summary>
    public static NodeFlags Empty { get; } = new(ImmutableSortedDictionary<PurposePath, byte>.Empty);

    /// <summary>The nodes that have a flag named, in ordinal order.</summary>
    public IEnumerable<PurposePath> Nodes => _byNode.Keys;

    /// <summary>What the document says of a flag; <see cref="FlagValue.Unset"/> when it does not name it.</summary>
    public FlagValue this[PurposePath node, ConsentFlag flag] =>
        (FlagValue)((_byNode.GetValueOrDefault(node) >> ((int)flag * 2)) & 3);

    /// <summary>The same flags and this one.</summary>
    public NodeFlags With(PurposePath node, ConsentFlag flag, FlagValue value)
    {
        ArgumentNullException.ThrowIfNull(node);
        var shift = (int)flag * 2;
        var packed = (byte)((_byNode.GetValueOrDefault(node) & ~(3 << shift)) | ((int)value << shift));
        return new(packed == 0 ? _byNode.Remove(node) : _byNode.SetItem(node, packed));
    }

    /// <inheritdoc/>
    public bool Equals(NodeFlags? other) => other is not null && (ReferenceEquals(this, other) || _byNode.SequenceEqual(other._byNode));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NodeFlags);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (node, flags) in _byNode)
        {
            hash.Add(node);
            hash.Add(flags);
        }

        return hash.ToHashCode();
    }
}
