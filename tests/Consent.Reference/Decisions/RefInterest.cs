namespace Consent.Reference;

/// <summary>An interest that the host has assessed, row 22b.</summary>
/// <param name="AssessmentId">The written assessment.</param>
/// <param name="AssessedAt">When, microseconds since 1970 UTC.</param>
public sealed record RefInterest(string? AssessmentId, long AssessedAt);
