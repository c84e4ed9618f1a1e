using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>A contact of an audience: one line.</summary>
/// <param name="Contact">The id.</param>
internal sealed record AudienceLine([property: JsonPropertyName("contact")] ContactId Contact);
