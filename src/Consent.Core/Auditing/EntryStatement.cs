namespace Consent;

/// <summary>One statement in the facts of an audit entry.</summary>
/// <param name="Node">The node.</param>
/// <param name="Flag">The flag.</param>
/// <param name="IsActive">Whether it is said to hold.</param>
/// <param name="OccurredAt">When it was said.</param>
/// <param name="Weight">How much it counts for.</param>
/// <param name="Effect">What it did when it was recorded.</param>
/// <param name="Span">Its dates besides: from and until, or until when it waits for confirmation.</param>
public sealed record EntryStatement(
    PurposePath Node, ConsentFlag Flag, bool IsActive, Timestamp OccurredAt, StatementWeight Weight, StatementEffect Effect, StatementSpan? Span = null)
{
    /// <summary>Whether it is attested.</summary>
    public bool IsAttested => Weight == StatementWeight.Attested;

    /// <summary>Whether it protects the person: a consent refused or withdrawn, a limitation, an objection.</summary>
    public bool IsProtective => IsActive == (Flag != ConsentFlag.Status);
}
