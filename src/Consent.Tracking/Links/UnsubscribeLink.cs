using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>What an unsubscribe link says: whom it is of, and what they no longer want. Immutable.</summary>
/// <param name="Contact">Whose.</param>
/// <param name="Purposes">The purposes or groups that it names, ascending; at least one.</param>
public sealed record UnsubscribeLink(ContactId Contact, ImmutableArray<PurposePath> Purposes)
{
    /// <summary>The same content.</summary>
    public bool Equals(UnsubscribeLink? other) => other is not null && Contact == other.Contact && Purposes.AsSpan().SequenceEqual(other.Purposes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Contact, Purposes.Length);

    /// <summary>The purposes only.</summary>
    public override string ToString() => $"unsubscribe from {(Purposes.IsDefault ? "nothing" : string.Join(", ", Purposes))}";
}
