using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>What became of one line.</summary>
/// <param name="Line">Which, from 1; blank ones do not count.</param>
/// <param name="Outcome">What became of it: recorded if anything was.</param>
/// <param name="Results">The answer to each change that it led to.</param>
/// <param name="Flaws">What could not be read of it.</param>
internal sealed record BulkLineAnswer(
    [property: JsonPropertyName("line")] long Line,
    [property: JsonPropertyName("outcome")] ChangeOutcome Outcome,
    [property: JsonPropertyName("results")] IReadOnlyList<ChangeResult> Results,
    [property: JsonPropertyName("flaws")] IReadOnlyList<FlawAnswer> Flaws);
