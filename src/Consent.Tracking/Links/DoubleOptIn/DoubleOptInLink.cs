using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>What the link of a double opt-in says: all that its person confirms by it. Immutable.</summary>
/// <remarks>The link carries it whole, so that it works for an id that was erased too, of which nothing is kept that could be confirmed.</remarks>
/// <param name="Contact">Who signs up.</param>
/// <param name="Point">The digest of the address that the link was sent to (<see cref="ContactPoint.Sha256"/>).</param>
/// <param name="Purposes">For what, ascending.</param>
/// <param name="Notice">The notice that the form showed.</param>
/// <param name="Evidence">What shows that the form was sent.</param>
/// <param name="MadeAt">When the link was made.</param>
public sealed record DoubleOptInLink(ContactId Contact, Sha256Digest Point, ImmutableArray<PurposePath> Purposes, NoticeAcceptance Notice, Evidence Evidence, Timestamp MadeAt)
{
    /// <summary>The same content.</summary>
    public bool Equals(DoubleOptInLink? other) =>
        other is not null && Contact == other.Contact && Point == other.Point && MadeAt == other.MadeAt && Notice == other.Notice && Evidence == other.Evidence && Purposes.AsSpan().SequenceEqual(other.Purposes.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Contact, Point, MadeAt);

    /// <summary>The purposes only.</summary>
    public override string ToString() => $"confirmation of {(Purposes.IsDefault ? "nothing" : string.Join(", ", Purposes))}";
}
