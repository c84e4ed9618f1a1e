using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>That another contact is the same person, or that this was wrong.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record LinkBody
{
    /// <summary>The other contact's id.</summary>
    [JsonPropertyName("other")]
    public required ContactId Other { get; init; }

    /// <summary>From when the two are one person, or no longer.</summary>
    [JsonPropertyName("at")]
    public required Timestamp At { get; init; }

    /// <summary>The caller's id of it; a retry has the same. Left out: the Idempotency-Key makes it, or it is made anew.</summary>
    [JsonPropertyName("id")]
    public ChangeId? Id { get; init; }

    /// <summary>Why; an operator and the privacy manager need a reason.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }
}
