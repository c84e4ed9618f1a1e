namespace Consent;

/// <summary>Which acts open a closed id: the person's own, dated, by a door that a file or a program does not come through.</summary>
internal static class Opening
{
    /// <summary>Whether a statement that was admitted opens an id that was closed.</summary>
    /// <param name="said">The statement, as it counts.</param>
    /// <param name="evidence">What shows it.</param>
    /// <param name="change">The change that has it.</param>
    /// <param name="recording">Who records it, and through which door.</param>
    /// <param name="closed">What is kept of the closed id.</param>
    /// <param name="taxonomy">The taxonomy in use.</param>
    public static bool Opens(in RecordedStatement said, Evidence evidence, ConsentChange change, Recording recording, ClosedId closed, PurposeTaxonomy taxonomy) =>
        recording.Port == ChangePort.OneContact && IsAct(said, evidence, closed, taxonomy)
        && IsBy(EntryActor.Of(recording.Actor), change.Contact, change.Reason is not null, evidence, closed);

    /// <summary>Whether all that keeps a statement from being such an act is that the person has not confirmed it.</summary>
    public static bool WaitsToOpen(in RecordedStatement said, Evidence evidence, Recording recording, ClosedId closed, PurposeTaxonomy taxonomy) =>
        recording.Port == ChangePort.OneContact && said.IsPending && IsLaterWord(said, evidence, closed, taxonomy);

    /// <summary>Whether a statement, as an entry has it, opened such an id.</summary>
    public static bool Opens(in RecordedStatement said, AuditEntry entry, ClosedId closed, PurposeTaxonomy taxonomy) =>
        entry is { Subject: { } subject, Actor: { } actor, Evidence: { } shown } && said.Position < shown.Statements.Length
        && shown.Statements[said.Position].Evidence is var evidence
        && IsAct(said, evidence, closed, taxonomy) && IsBy(actor, subject.Contact, shown.Reason is not null, evidence, closed);

    private static bool IsAct(in RecordedStatement said, Evidence evidence, ClosedId closed, PurposeTaxonomy taxonomy) =>
        said.IsAttested && IsLaterWord(said, evidence, closed, taxonomy);

    private static bool IsLaterWord(in RecordedStatement said, Evidence evidence, ClosedId closed, PurposeTaxonomy taxonomy) =>
        !said.IsProtective && said.OccurredAt > closed.Since && taxonomy.Find(said.Node) is not null
        && evidence.ActedBy is not (ActingParty.Unstated or ActingParty.Controller);

    /// <summary>
    /// The contact, signed in as themselves or by a link sent since to confirm with, and confirming; or an operator who says why. What the caller says its source is does not matter.
    /// </summary>
    private static bool IsBy(EntryActor actor, ContactId contact, bool hasReason, Evidence evidence, ClosedId closed) =>
        (string.Equals(actor.Id, contact.Value, StringComparison.Ordinal)
            && (actor.Roles.Contains(ActorRole.Contact)
                || (actor.Roles.Contains(ActorRole.ContactByLink) && evidence.IsConfirmed && actor.LinkKind == PersonalLinkKind.DoubleOptIn && actor.LinkMadeAt > closed.Since)))
        || (actor.Roles.Contains(ActorRole.Operator) && hasReason);
}
