using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What the host found in a do-not-contact list (Italy: RPO; UK: TPS).</summary>
/// <param name="List">The list's name, as the jurisdiction has it: <c>RPO</c>.</param>
/// <param name="CheckedAt">When it was last checked; a check after the as-of instant is none.</param>
/// <param name="EnrolledAt">Since when the address or number is enrolled; <see langword="null"/>: it is not.</param>
/// <param name="RenewedAt">When the enrolment was last renewed, where the list has that.</param>
[JsonConverter(typeof(ConsentJsonConverter<ListFacts>))]
public sealed record ListFacts(string List, Timestamp? CheckedAt, Timestamp? EnrolledAt = null, Timestamp? RenewedAt = null)
{
    /// <summary>The type's name only.</summary>
    public override string ToString() => "ListFacts(hidden)";
}
