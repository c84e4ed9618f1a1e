namespace Consent.Tracking.Tests.Stories;

/// <summary>A yes that somebody entitled said, shown by an act, through the door for one contact: what may outrank a no.</summary>
/// <param name="SaidTo">The id that it was said to.</param>
/// <param name="Node">Of which node.</param>
/// <param name="Flag">Which flag.</param>
/// <param name="At">When it counts as said.</param>
/// <param name="OpensClosed">Whether it is the person's own act, or that of an operator who says why.</param>
internal sealed record StoryYes(ContactId SaidTo, PurposePath Node, ConsentFlag Flag, Timestamp At, bool OpensClosed)
{
    /// <summary>Whether it is later than a no, of the same flag, and said where it can answer it.</summary>
    public bool Outranks(StoryNo no, StoryState now) =>
        (Flag == no.Flag || IsAnswerTo(no)) && At > no.At && StoryHosts.Rules.Taxonomy.Covers(no.Node, Node)
        && (Flag == ConsentFlag.Status ? Node == no.Question.Purpose : StoryHosts.Rules.Taxonomy.Covers(Node, no.Question.Purpose))
        && now.Records.LinkedWith(no.Question.Contact).Contains(SaidTo)
        && (OpensClosed || !no.Change.IsDefault || SaidTo == no.Question.Contact || now.Records[no.Question.Contact].State == ContactState.Open);

    /// <summary>Who gives what rests on a contract takes an objection to it back.</summary>
    private bool IsAnswerTo(StoryNo no) => no.Question.IsOfContract && Flag == ConsentFlag.Status && no.Flag == ConsentFlag.Objection;
}
