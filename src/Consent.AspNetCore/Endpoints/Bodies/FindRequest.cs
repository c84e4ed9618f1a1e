using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>Whom to look up: by exactly one of the three.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FindRequest
{
    /// <summary>The host's id.</summary>
    [JsonPropertyName("contact")]
    public ContactId? Contact { get; init; }

    /// <summary>An e-mail address that is on record by itself.</summary>
    [JsonPropertyName("email")]
    public string? Email { get; init; }

    /// <summary>A phone number in E.164 that is on record by itself.</summary>
    [JsonPropertyName("phone")]
    public string? Phone { get; init; }
}
