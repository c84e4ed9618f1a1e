using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>A form of boxes, for the description only: <see cref="SentForm"/> reads it, so that nothing that is wrong with it stops a withdrawal.</summary>
internal sealed record FormBody
{
    /// <summary>Each box that was shown, by the path of its purpose, and whether it was ticked.</summary>
    [JsonPropertyName("shown")]
    public required IReadOnlyDictionary<string, bool> Shown { get; init; }

    /// <summary>The boxes that are ticked now.</summary>
    [JsonPropertyName("ticked")]
    public required IReadOnlyList<string> Ticked { get; init; }

    /// <summary>The version of the notice that was shown with it.</summary>
    [JsonPropertyName("notice")]
    public string? Notice { get; init; }

    /// <summary>Where the form stands; needed where anything is given.</summary>
    [JsonPropertyName("reference")]
    public string? Reference { get; init; }

    /// <summary>Why an operator makes it.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }
}
