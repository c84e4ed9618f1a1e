namespace Consent.Tracking.Tests.Stories;

/// <summary>A no that was in force for a question when it was said, and what it would take to outrank it.</summary>
/// <param name="Question">What it stands in the way of.</param>
/// <param name="Node">The node that it was said of.</param>
/// <param name="Flag">Which flag.</param>
/// <param name="At">When it counts as said.</param>
/// <param name="SaidTo">The id that it was said to.</param>
/// <param name="Change">Under which change; default: it is what was kept of a closed id.</param>
internal sealed record StoryNo(StoryQuestion Question, PurposePath Node, ConsentFlag Flag, Timestamp At, ContactId SaidTo, ChangeId Change)
{
    /// <summary>Whether a clock that was ahead had it said later than it was.</summary>
    public bool IsLifted { get; init; }

    /// <summary>Whether it counts for another id than that it was said to.</summary>
    public bool IsOfALinkedId => SaidTo != Question.Contact;
}
