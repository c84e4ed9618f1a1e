namespace Consent.Reference;

/// <summary>A contract with the person; instants in microseconds since 1970 UTC.</summary>
/// <param name="IsActive">It is in force.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="IsRelated">The offer is related to it.</param>
public sealed record RefContract(bool IsActive, long? EndedAt, long? StartedAt, bool? IsRelated);
