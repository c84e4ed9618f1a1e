using System.Text.Json.Serialization;

namespace Consent;

/// <summary>A legitimate interest that the host has assessed (GDPR art. 6(1)(f); EDPB 1/2024).</summary>
/// <param name="AssessmentId">The written assessment; blank: none.</param>
/// <param name="AssessedAt">When; one dated after the as-of instant is none.</param>
[JsonConverter(typeof(ConsentJsonConverter<InterestFacts>))]
public sealed record InterestFacts(string AssessmentId, Timestamp AssessedAt)
{
    /// <summary>The type's name only.</summary>
    public override string ToString() => "InterestFacts(hidden)";
}
