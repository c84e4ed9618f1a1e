namespace Consent;

/// <summary>One statement in the facts of an audit entry.</summary>
/// <param name="Node">The node.</param>
/// <param name="Flag">The flag.</param>
/// <param name="IsActive">Whether it is said to hold.</param>
/// <param name="OccurredAt">When it was said.</param>
/// <param name="IsAttested">Whether it is attested.</param>
/// <param name="Effect">What it did when it was recorded.</param>
public sealed record EntryStatement(PurposePath Node, ConsentFlag Flag, bool IsActive, Timestamp OccurredAt, bool IsAttested, StatementEffect Effect);
