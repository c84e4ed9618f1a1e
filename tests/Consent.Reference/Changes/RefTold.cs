namespace Consent.Reference;

/// <summary>What is told of one statement.</summary>
/// <param name="Result">Refused, Unchanged, InForce, WithoutEffect or Pending.</param>
/// <param name="At">When it counts as said; null where it was refused.</param>
/// <param name="Codes">The codes, each with the node that stands behind it where there is one.</param>
public sealed record RefTold(string Result, long? At, IReadOnlyList<(string Code, string? Node)> Codes);
