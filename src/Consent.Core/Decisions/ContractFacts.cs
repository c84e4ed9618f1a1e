using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Whether the person is, or was lately, a customer under a contract (L. 5/2018, art. 1(5); C. conso. L. 223-1).</summary>
/// <param name="IsActive">Whether a contract is active.</param>
/// <param name="EndedAt">When the last one ended.</param>
/// <param name="StartedAt">When it began; without this no consent was given within it.</param>
/// <param name="IsRelated">Whether the offer is related to what the contract is about.</param>
[JsonConverter(typeof(ConsentJsonConverter<ContractFacts>))]
public sealed record ContractFacts(bool IsActive, Timestamp? EndedAt = null, Timestamp? StartedAt = null, bool? IsRelated = null);
