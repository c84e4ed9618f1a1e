using System.Collections.Immutable;

namespace Consent.Storage;

/// <summary>What an erasure takes away (GDPR art. 17), and what it leaves in its place. The <c>erased</c> entry that covers it is in the log before.</summary>
/// <param name="Contact">Whose snapshot, place in the directory and change ids go. A closed id, or its name (<see cref="ClosedId.Name"/>), where it is what is kept that goes.</param>
/// <param name="Incarnation">Which life of the id; a later one stays. <see cref="Guid.Empty"/> for a contact that has no snapshot.</param>
/// <param name="Entries">The entries whose slots go; their leaves stay.</param>
/// <param name="Closed">What is kept of the id, found by its keyed digest; <see langword="null"/>: nothing, and what was kept before goes too.</param>
public sealed record ContactErasure(ContactId Contact, Guid Incarnation, ImmutableArray<IndexRange> Entries, ClosedId? Closed)
{
    /// <summary>
    /// The version that the record had when it was marked as being erased, or that of the closed id that is forgotten; <see langword="null"/>: whatever it is. Where the record of this life has another one,
    /// somebody else has taken the erasure over, or wrote meanwhile: nothing at all is taken away.
    /// </summary>
    public long? Version { get; init; }

    /// <summary>The digests of the closed ids that it stays linked with.</summary>
    public ImmutableArray<Sha256Digest> Linked { get; init; } = [];

    /// <summary>The same content; ranges and digests are compared one by one.</summary>
    public bool Equals(ContactErasure? other) =>
        other is not null && Contact == other.Contact && Incarnation == other.Incarnation && Closed == other.Closed && Version == other.Version
        && Entries.AsSpan().SequenceEqual(other.Entries.AsSpan()) && Linked.AsSpan().SequenceEqual(other.Linked.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Contact, Incarnation, Closed, Version);

    /// <summary>The record that is left in its place; <see langword="null"/>: none.</summary>
    /// <param name="taxonomy">The taxonomy to read it through.</param>
    public ContactConsents? Record(PurposeTaxonomy taxonomy) => Closed is null ? null : ContactConsents.Closed(Contact, taxonomy, Closed, Linked);

    /// <summary>How many ranges of entries: no personal data.</summary>
    public override string ToString() => $"{Entries.Length} range(s){(Closed is null ? "" : ", closed")}";
}
