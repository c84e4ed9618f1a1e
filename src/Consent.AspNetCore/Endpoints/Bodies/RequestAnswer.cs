using System.Text.Json.Serialization;

namespace Consent.AspNetCore;

/// <summary>What became of a word about a person's request.</summary>
/// <param name="Outcome">RECORDED or REPEATED.</param>
/// <param name="Request">The request as it stands now.</param>
/// <param name="Change">Of an objection or a restriction: what became of the no that it is.</param>
/// <param name="Flaws">What of the body could not be read; a no is filed all the same.</param>
internal sealed record RequestAnswer(
    [property: JsonPropertyName("outcome")] string Outcome,
    [property: JsonPropertyName("request")] SubjectRequest Request,
    [property: JsonPropertyName("change"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ChangeResult? Change,
    [property: JsonPropertyName("flaws")] IReadOnlyList<FlawAnswer> Flaws);
