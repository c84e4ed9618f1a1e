using System.Numerics;

namespace Consent;

/// <summary>Finds a node by its path. Every decision begins here, and a general dictionary would take a good part of its time.</summary>
internal sealed class NodeIndex
{
    // Open addressing; the hash is kept in the path.
    private readonly PurposeNode?[] _slots;

    /// <summary>Takes nodes whose paths are all different.</summary>
    public NodeIndex(ReadOnlySpan<PurposeNode> nodes)
    {
        _slots = new PurposeNode?[BitOperations.RoundUpToPowerOf2((uint)(nodes.Length + 1) * 2)];
        foreach (var node in nodes)
        {
            var at = node.Path.GetHashCode();
            while (_slots[at & (_slots.Length - 1)] is not null)
            {
                at++;
            }

            _slots[at & (_slots.Length - 1)] = node;
        }
    }

    /// <summary>The node whose path is written so, or <see langword="null"/>. Makes no path.</summary>
    public PurposeNode? Find(ReadOnlySpan<char> path)
    {
        var slots = _slots;
        for (var at = PurposePath.HashOf(path); ; at++)
        {
            var node = slots[at & (slots.Length - 1)];
            if (node is null || node.Path.IsWritten(path))
            {
                return node;
            }
        }
    }

    /// <summary>The node, or <see langword="null"/>.</summary>
    public PurposeNode? Find(PurposePath path)
    {
        // INVARIANT: at least half of the slots are empty, so this ends.
        var slots = _slots;
        for (var at = path.GetHashCode(); ; at++)
        {
            var node = slots[at & (slots.Length - 1)];
            if (node is null || node.Path.Equals(path))
            {
                return node;
            }
        }
    }
}
