namespace Consent;

/// <summary>Whether the person is, or was lately, a customer under a contract (L. 5/2018, art. 1(5)).</summary>
/// <param name="IsActive">Whether a contract is active.</param>
/// <param name="EndedAt">When the last one ended.</param>
public sealed record ContractFacts(bool IsActive, Timestamp? EndedAt = null);
