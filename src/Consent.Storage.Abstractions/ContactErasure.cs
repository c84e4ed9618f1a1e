using System.Collections.Immutable;

namespace Consent.Storage;

/// <summary>What an erasure takes away (GDPR art. 17). The <c>erased</c> entry that covers it is in the log before.</summary>
/// <param name="Contact">Whose snapshot, place in the directory and change ids go.</param>
/// <param name="Incarnation">Which life of the id; a later one stays. <see cref="Guid.Empty"/> for a contact that has no snapshot.</param>
/// <param name="Entries">The entries whose slots go; their leaves stay.</param>
/// <param name="SuppressedSince">
/// The date to keep with a keyed hash of the id, so that this person is not contacted again (art. 17(3)(b), 21(3)); <see langword="null"/>: nothing is kept.
/// </param>
public sealed record ContactErasure(ContactId Contact, Guid Incarnation, ImmutableArray<IndexRange> Entries, Timestamp? SuppressedSince)
{
    /// <summary>The same content; the ranges are compared one by one.</summary>
    public bool Equals(ContactErasure? other) =>
        other is not null && Contact == other.Contact && Incarnation == other.Incarnation && SuppressedSince == other.SuppressedSince
        && Entries.AsSpan().SequenceEqual(other.Entries.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Contact, Incarnation, SuppressedSince);

    /// <summary>How many ranges of entries: no personal data.</summary>
    public override string ToString() => $"{Entries.Length} range(s){(SuppressedSince is null ? "" : ", suppressed")}";
}
