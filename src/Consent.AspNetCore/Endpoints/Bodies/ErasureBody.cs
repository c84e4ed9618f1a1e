using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>That a contact is to be erased (GDPR art. 17).</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ErasureBody
{
    /// <summary>The legal ground, such as GDPR 17(1)(b). It stays in the log: no personal data.</summary>
    [JsonPropertyName("ground")]
    public required string Ground { get; init; }

    /// <summary>What is kept. Left out: erased.</summary>
    [JsonPropertyName("keeps")]
    public ErasureKeeps Keeps { get; init; }

    /// <summary>The number of the person's request that it answers.</summary>
    [JsonPropertyName("answers")]
    public string? Answers { get; init; }
}
