namespace Consent;

/// <summary>Tells of a change which notices it rests on that nobody published. It is recorded all the same: what was shown to a person is a fact, whoever wrote it.</summary>
internal static class NoticesTold
{
    public static AppliedChange Of(AppliedChange applied, ConsentChange change, NoticeCatalog notices) =>
        notices.Notices.IsEmpty ? applied : OfPublished(applied, change, notices);

    private static AppliedChange OfPublished(AppliedChange applied, ConsentChange change, NoticeCatalog notices)
    {
        var result = applied.Result;
        if (result.AcceptanceCode is null && applied.Entry?.Facts.Acceptance is { } accepted && notices.FlawOf(accepted.Version, accepted.TextSha256) is { } flaw)
        {
            result = result with { AcceptanceCode = flaw };
        }

        if (change.Statements.Any(s => s.NoticeVersion is not null))
        {
            result = result with { Statements = [.. result.Statements.Select(Told)] };
        }

        return ReferenceEquals(result, applied.Result) ? applied : applied with { Result = result };

        StatementOutcome Told(StatementOutcome outcome) =>
            outcome.Result != StatementResult.Refused && outcome.Statement.NoticeVersion is { } version && notices.FlawOf(version, null) is { } code
                ? outcome with { Notes = outcome.Notes.Add(new(code)) }
                : outcome;
    }
}
