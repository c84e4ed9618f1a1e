using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>Who was found.</summary>
/// <param name="Contact">The id.</param>
/// <param name="Record">The number by which URLs name the record; left out where nothing is on record.</param>
/// <param name="Revision">The revision.</param>
internal sealed record FindAnswer(
    [property: JsonPropertyName("contact")] ContactId Contact,
    [property: JsonPropertyName("record"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Record,
    [property: JsonPropertyName("revision")] ContactRevision Revision);
