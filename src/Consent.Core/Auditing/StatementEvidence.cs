namespace Consent;

/// <summary>The evidence of one statement.</summary>
/// <param name="Evidence">What shows it.</param>
/// <param name="NoticeVersion">For a give: the notice version named with it.</param>
/// <param name="Claimed">When it was claimed to be said, where it counts as said at another instant: a day, a date ahead of the clock, one that is not credible.</param>
/// <param name="ClaimedUntil">When a no was claimed to be over, where it lasts all the same.</param>
public sealed record StatementEvidence(Evidence Evidence, string? NoticeVersion, Occurrence? Claimed, Timestamp? ClaimedUntil = null)
{
    /// <summary>The type's name only.</summary>
    public override string ToString() => "StatementEvidence(hidden)";
}
