using System.Collections.Immutable;

namespace Consent.Storage;

/// <summary>What an erasure leaves of an id, as the journal has it: a repetition leaves the same.</summary>
/// <param name="Closed">What is kept.</param>
/// <param name="Linked">The digests of the closed ids that it stays linked with.</param>
public sealed record JournaledClosing(ClosedId Closed, ImmutableArray<Sha256Digest> Linked)
{
    /// <summary>The same content; the digests are compared one by one.</summary>
    public bool Equals(JournaledClosing? other) => other is not null && Closed == other.Closed && Linked.AsSpan().SequenceEqual(other.Linked.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Closed.GetHashCode();

    /// <summary>Kind and date: no personal data.</summary>
    public override string ToString() => Closed.ToString();
}
