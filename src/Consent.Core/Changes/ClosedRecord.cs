namespace Consent;

/// <summary>Answers a change of a contact whose record is not open: being erased, or closed.</summary>
internal static class ClosedRecord
{
    /// <summary>Being erased: the change is refused, and a no in it comes again when the erasure is done.</summary>
    public static AppliedChange InProgress(PersonConsents before, ContactConsents contact, ConsentChange change) =>
        new(before, [], null, Refused(before.RevisionOf(contact.Id), change, ChangeCode.ErasureInProgress, []));

    /// <summary>Closed, and the change does not open it: nothing of it is kept but that somebody said no.</summary>
    /// <param name="before">The records.</param>
    /// <param name="contact">The closed one.</param>
    /// <param name="change">The change.</param>
    /// <param name="noAt">When the latest no in it was said, as it counts; <see langword="null"/>: there is none.</param>
    /// <param name="waiting">The places of the statements that would open it, were they confirmed.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="recording">Who records it, and when.</param>
    public static AppliedChange Answer(PersonConsents before, ContactConsents contact, ConsentChange change, Timestamp? noAt, HashSet<int> waiting, ConsentRules rules, Recording recording)
    {
        var closed = contact.Closing!;

        // What a file repeats every night is no new no. A list's word is no no of the person's: what it said wrongly is taken out again.
        var moved = noAt is not { } at ? closed
            : change.Document is not null && closed.WithoutLists().Kind == ClosedKind.NeverContact ? closed.And(ServiceNoes.Of(change, rules.Taxonomy, at).Where(no => !closed.Noes.Any(kept => kept.Node == no.Node)))
            : closed.And(ClosedKind.NeverContact, at).And(ServiceNoes.Of(change, rules.Taxonomy, at));
        if (moved == closed)
        {
            return new(before, [], null, Refused(before.RevisionOf(contact.Id), change, ChangeCode.ErasedBefore, waiting));
        }

        var after = contact.ClosedAs(moved);
        var person = before.With([after]);

        // Those on record who are one person with it are written as they are, so that audiences decide about them again.
        return new(
            person, [after, .. before.LinkedWith(contact.Id).Select(id => before[id]).Where(c => c.State == ContactState.Open && !ClosedId.IsName(c.Id, out _))], LogEvents.Closed(moved, contact.LinkedDigests(), recording.Actor, rules, recording.RecordedAt), Refused(person.RevisionOf(contact.Id), change, ChangeCode.ErasedBefore, waiting));
    }

    private static ChangeResult Refused(ContactRevision revision, ConsentChange change, ChangeCode code, HashSet<int> waiting) => new()
    {
        Outcome = ChangeOutcome.Refused,
        Change = change.Id ?? default,
        Revision = revision,
        Code = code,
        AcceptanceCode = change.Acceptance is null ? null : code,
        Statements = [.. change.Statements.Select((s, place) => new StatementOutcome(
            s, StatementResult.Refused, null, FlagValue.Unset, FlagValue.Unset, waiting.Contains(place) ? [new(code), new(ChangeCode.NotConfirmed)] : [new(code)]))],
    };
}
