using System.Collections.Immutable;

namespace Consent;

/// <summary>A record of a contact's that was wrong and was taken out of the fold. It stays known by its id: a yes that comes again under it does not count.</summary>
/// <param name="Change">The change or the link whose record was wrong; of a closing by a list, which has no id, the rectification.</param>
/// <param name="By">The rectification that took it out.</param>
/// <param name="Nodes">The nodes that it spoke of, ascending; empty for a link, an acceptance and a closing, which speak of none and may have touched any.</param>
public sealed record RectifiedRecord(ChangeId Change, ChangeId By, ImmutableArray<PurposePath> Nodes)
{
    /// <inheritdoc/>
    public bool Equals(RectifiedRecord? other) =>
        other is not null && Change == other.Change && By == other.By && Nodes.AsSpan().SequenceEqual(other.Nodes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Change, By, Nodes.IsDefault ? 0 : Nodes.Length);

    /// <summary>The type's name only: ids may be personal data.</summary>
    public override string ToString() => "RectifiedRecord(hidden)";
}
