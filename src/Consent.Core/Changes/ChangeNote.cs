using System.Text.Json.Serialization;

namespace Consent;

/// <summary>A code, and the node that it speaks of.</summary>
/// <param name="Code">The code.</param>
/// <param name="Node">The node that stands in the way, where another than the statement's own; of an unknown path, the nearest known one.</param>
[JsonConverter(typeof(ConsentJsonConverter<ChangeNote>))]
public readonly record struct ChangeNote(ChangeCode Code, PurposePath? Node = null)
{
    /// <summary>The written form of the code, and the node.</summary>
    public override string ToString() => Node is null ? ChangeTable.NameOf(Code) : $"{ChangeTable.NameOf(Code)} on {Node}";
}
