using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>What is answered to a change.</summary>
/// <param name="IsFullyInForce">Whether all that was sent is on record and takes effect.</param>
/// <param name="Result">What became of it; a retry needs the change id in it.</param>
/// <param name="Flaws">What could not be read, and where. Where there is any, the noes were taken and nothing else.</param>
/// <param name="RefusedStatements">How many permissive statements were left out because of the flaws.</param>
/// <param name="Words">What each code means, and what to do, in the language asked for.</param>
internal sealed record ChangeAnswer(
    [property: JsonPropertyName("isFullyInForce")] bool IsFullyInForce,
    [property: JsonPropertyName("result")] ChangeResult Result,
    [property: JsonPropertyName("flaws")] IReadOnlyList<FlawAnswer> Flaws,
    [property: JsonPropertyName("refusedStatements")] int RefusedStatements,
    [property: JsonPropertyName("words")] IReadOnlyDictionary<string, WordsAnswer> Words);
