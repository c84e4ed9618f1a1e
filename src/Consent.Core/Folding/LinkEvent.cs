namespace Consent;

/// <summary>That two contact ids were said to be one person, or not to be. Symmetric and dated.</summary>
/// <param name="Other">The other contact.</param>
/// <param name="OccurredAt">When it was said.</param>
/// <param name="IsLinked">Linked, or unlinked.</param>
public readonly record struct LinkEvent(ContactId Other, Timestamp OccurredAt, bool IsLinked)
{
    /// <summary>When and what; the id may be personal data and is not shown.</summary>
    public override string ToString() => $"{(IsLinked ? "linked" : "unlinked")} at {OccurredAt}";
}
