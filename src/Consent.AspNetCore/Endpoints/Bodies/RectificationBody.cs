using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>That a record of a contact was wrong (GDPR art. 16): by its change or by its place in the log.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RectificationBody
{
    /// <summary>The id of the change that was wrong.</summary>
    [JsonPropertyName("change")]
    public ChangeId? Change { get; init; }

    /// <summary>The place of the wrong entry in the log.</summary>
    [JsonPropertyName("index")]
    public long? Index { get; init; }

    /// <summary>What was wrong, in general words; it stays in the log: no personal data.</summary>
    [JsonPropertyName("ground")]
    public required string Ground { get; init; }

    /// <summary>Where it is shown: a case number, a file.</summary>
    [JsonPropertyName("reference")]
    public required string Reference { get; init; }
}
