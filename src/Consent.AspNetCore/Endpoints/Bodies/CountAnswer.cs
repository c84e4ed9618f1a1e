using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>How many.</summary>
/// <param name="Count">The number.</param>
internal sealed record CountAnswer([property: JsonPropertyName("count")] long Count);
