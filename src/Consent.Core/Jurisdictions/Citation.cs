namespace Consent;

/// <summary>Where a rule stands, and how well that was seen.</summary>
/// <param name="Source">The article, judgment or decision; <c>-</c>: none of this jurisdiction was seen.</param>
/// <param name="Mark">How well the source was seen.</param>
public sealed record Citation(string Source, RuleMark Mark)
{
    /// <summary>No source seen.</summary>
    public static Citation None { get; } = new("-", RuleMark.Unverified);
}
