namespace Consent;

/// <summary>The evidence of one statement.</summary>
/// <param name="Evidence">What shows it.</param>
/// <param name="NoticeVersion">For a give: the notice version named with it.</param>
/// <param name="ClaimedAt">For a protective statement dated in the future: the time claimed. It counts as said when it was recorded.</param>
public sealed record StatementEvidence(Evidence Evidence, string? NoticeVersion, Timestamp? ClaimedAt)
{
    /// <summary>The type's name only.</summary>
    public override string ToString() => "StatementEvidence(hidden)";
}
