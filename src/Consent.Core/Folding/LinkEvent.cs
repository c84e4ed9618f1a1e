namespace Consent;

/// <summary>That two contact ids were said to be one person, or not to be. Symmetric and dated.</summary>
/// <param name="Other">The other contact.</param>
/// <param name="OccurredAt">From when they were one person, or no longer.</param>
/// <param name="IsLinked">Linked, or unlinked.</param>
/// <param name="PermissiveFrom">
/// From when it counts where it would permit more, never before <paramref name="OccurredAt"/>: a link for permissive statements, its undoing for the noes that
/// then stop reaching the other. Later than <paramref name="OccurredAt"/> where somebody dated it back who may not.
/// </param>
/// <param name="IsRectified">Whether it was recorded wrongly: such a link, or its undoing, never was. The two histories still name each other.</param>
public readonly record struct LinkEvent(ContactId Other, Timestamp OccurredAt, bool IsLinked, Timestamp PermissiveFrom, bool IsRectified = false)
{
    /// <summary>Two ids that were closed as one person: they are so for ever, or until somebody undoes it.</summary>
    internal static LinkEvent ForEver(Sha256Digest closed) => new(ClosedId.NameOf(closed), Timestamp.MinValue, IsLinked: true, Timestamp.MinValue);

    /// <summary>When and what; the id may be personal data and is not shown.</summary>
    public override string ToString() => $"{(IsLinked ? "linked" : "unlinked")} at {OccurredAt}{(IsRectified ? " (rectified)" : "")}";
}
