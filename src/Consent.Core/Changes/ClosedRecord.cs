namespace Consent;

/// <summary>Answers a change of a contact whose record is not open: being erased, or erased and suppressed.</summary>
internal static class ClosedRecord
{
    public static AppliedChange Answer(PersonConsents before, ContactConsents contact, ConsentChange change, Recording recording) =>
        contact.State == ContactState.Erasing
            ? new(before, [], null, Refused(contact, change, ChangeCode.ErasureInProgress))
            : Suppressed(before, contact, change, recording);

    /// <summary>Only a dated act of the person, later than the erasure and by their own hand, begins a new record.</summary>
    public static bool OpensAnew(ContactConsents contact, ConsentChange change) =>
        contact.State == ContactState.Suppressed
        && change.Source is ChangeSource.SelfService or ChangeSource.UserInterface
        && change.Statements.Any(s => !s.IsProtective && s.IsAttested && s.OccurredAt > contact.StateSince);

    /// <summary>A no moves the one date that is kept, if later; nothing else is stored.</summary>
    private static AppliedChange Suppressed(PersonConsents before, ContactConsents contact, ConsentChange change, Recording recording)
    {
        var latestNo = change.Statements.Where(s => s.IsProtective).Select(s => Timestamp.Min(s.OccurredAt ?? recording.RecordedAt, recording.RecordedAt))
            .DefaultIfEmpty(contact.StateSince).Max();
        var result = Refused(contact, change, ChangeCode.ErasedBefore);
        if (latestNo <= contact.StateSince)
        {
            return new(before, [], null, result);
        }

        var moved = contact.With(extras => extras with { StateSince = latestNo });
        return new(before.With([moved]), [moved], null, result);
    }

    private static ChangeResult Refused(ContactConsents contact, ConsentChange change, ChangeCode code) => new()
    {
        Outcome = ChangeOutcome.Refused,
        Change = change.Id ?? default,
        Revision = contact.Revision,
        Code = code,
        AcceptanceCode = change.Acceptance is null ? null : code,
        Statements = [.. change.Statements.Select(s => new StatementOutcome(s, StatementResult.Refused, null, FlagValue.Unset, FlagValue.Unset, [new(code)]))],
    };
}
