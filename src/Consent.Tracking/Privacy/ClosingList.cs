using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>Whom another system must not contact: closed here too, although nothing is on record of most of them.</summary>
public sealed record ClosingList
{
    /// <summary>The name of the list, such as the system that it comes from: 1 to 64 characters, no personal data. What one list did wrongly can be rectified without what another did.</summary>
    public string Name { get; init; } = "list";

    /// <summary>Their ids, those of addresses among them (<see cref="ContactPoint.Id"/>).</summary>
    public ImmutableArray<ContactId> Contacts { get; init; } = [];

    /// <summary>The SHA-256 of their addresses, each in its normalised form (<see cref="ContactPoint.Sha256"/>).</summary>
    public ImmutableArray<Sha256Digest> Points { get; init; } = [];

    /// <summary>The same content; ids and hashes are compared one by one.</summary>
    public bool Equals(ClosingList? other) => other is not null && string.Equals(Name, other.Name, StringComparison.Ordinal) && Contacts.AsSpan().SequenceEqual(other.Contacts.AsSpan()) && Points.AsSpan().SequenceEqual(other.Points.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Contacts.Length, Points.Length);

    /// <summary>How many: no personal data.</summary>
    public override string ToString() => $"{Contacts.Length} id(s), {Points.Length} hash(es)";
}
