using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>What a person asks for (GDPR art. 15-22), for the description only: <see cref="SentRequest"/> reads it, so that nothing that is wrong with it stops an objection.</summary>
internal sealed record FiledBody
{
    /// <summary>Which right.</summary>
    [JsonPropertyName("kind")]
    public required SubjectRequestKind Kind { get; init; }

    /// <summary>When it came, by whatever way. Left out: now. Of a contact's own request it is always now.</summary>
    [JsonPropertyName("receivedAt")]
    public Timestamp? ReceivedAt { get; init; }

    /// <summary>Of an objection or a restriction: to what. Left out: to everything.</summary>
    [JsonPropertyName("nodes")]
    public IReadOnlyList<string>? Nodes { get; init; }
}
