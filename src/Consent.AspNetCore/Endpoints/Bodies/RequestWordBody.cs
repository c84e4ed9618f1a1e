using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>What is said of a request: that it takes longer, was answered, or is refused.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RequestWordBody
{
    /// <summary>When the person was told. Left out: now.</summary>
    [JsonPropertyName("at")]
    public Timestamp? At { get; init; }

    /// <summary>Of an extension, which needs it, or a refusal: why. It stays in the log: no personal data.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>Of a refusal, which needs it: why, by law.</summary>
    [JsonPropertyName("refusal")]
    public SubjectRequestRefusal? Refusal { get; init; }
}
