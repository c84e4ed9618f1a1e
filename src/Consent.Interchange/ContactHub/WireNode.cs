using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Consent.Interchange;

/// <summary>A node of the taxonomy as it stands in the wire's <c>consents</c> object: its name there and what it may hold.</summary>
internal sealed class WireNode(string name, PurposeNode node)
{
    private readonly byte[] _utf8Name = Encoding.UTF8.GetBytes(name);
    private WireNode? _above;

    public string Name { get; } = name;

    public JsonEncodedText EncodedName { get; } = JsonEncodedText.Encode(name);

    public PurposePath Path { get; } = node.Path;

    /// <summary>Its place in the taxonomy; 0 for the <c>consents</c> object itself.</summary>
    public int Number { get; } = node.Index;

    /// <summary>Whether it has the three flags; a group only holds others.</summary>
    public bool IsPurpose { get; } = !node.IsGroup;

    /// <summary>Whether people are contacted for it.</summary>
    public bool IsToContact { get; } = node.Operation == Operation.ToContact;

    /// <summary>Where it stands, as a path goes on from the <c>consents</c> object: <c>.softSpam.email</c>.</summary>
    public string PathOnWire => _above is null ? "" : $"{_above.PathOnWire}.{Name}";

    /// <summary>What stands below it, in the taxonomy's order.</summary>
    public ImmutableArray<WireNode> Children { get; private set; } = [];

    /// <summary>Puts nodes below it.</summary>
    public void Hold(ImmutableArray<WireNode> children)
    {
        Children = children;
        foreach (var child in children)
        {
            child._above = this;
        }
    }

    /// <summary>The child of this name, or <see langword="null"/>.</summary>
    /// <param name="utf8Name">The name, unescaped.</param>
    /// <param name="next">Where to look first: writers keep an order, so the child after the last one found is the best guess.</param>
    public WireNode? Find(ReadOnlySpan<byte> utf8Name, ref int next)
    {
        var children = Children.AsSpan();
        for (var i = 0; i < children.Length; i++)
        {
            var at = next + i < children.Length ? next + i : next + i - children.Length;
            if (utf8Name.SequenceEqual(children[at]._utf8Name))
            {
                next = at + 1 < children.Length ? at + 1 : 0;
                return children[at];
            }
        }

        return null;
    }
}
