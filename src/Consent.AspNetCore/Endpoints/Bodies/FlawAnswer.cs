using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>What is wrong with a body, and where.</summary>
/// <param name="Path">Where: a JSON path.</param>
/// <param name="What">What is wrong; it quotes nothing.</param>
internal sealed record FlawAnswer([property: JsonPropertyName("path")] string Path, [property: JsonPropertyName("what")] string What);
