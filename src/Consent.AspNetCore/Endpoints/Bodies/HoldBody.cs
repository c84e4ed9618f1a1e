using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>A legal hold, which is known by its reason.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record HoldBody
{
    /// <summary>Why, such as a case number.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }
}
