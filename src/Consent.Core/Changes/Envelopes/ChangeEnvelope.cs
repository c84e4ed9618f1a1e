using System.Collections.Immutable;

namespace Consent;

/// <summary>Applies a change whatever is wrong around it: its id used before, more statements than an entry holds, more evidence than is kept. No envelope stops a no.</summary>
/// <param name="before">The person's records.</param>
/// <param name="change">The change; it has an id.</param>
/// <param name="rules">By which rules.</param>
/// <param name="recording">Who records it, and when.</param>
/// <param name="history">The contact's entries that the change's id, or one made from it, may have.</param>
internal sealed class ChangeEnvelope(PersonConsents before, ConsentChange change, ConsentRules rules, Recording recording, ImmutableArray<AuditEntry> history)
{
    private static readonly ImmutableArray<int> s_first = [0];

    private readonly ChangeId _id = change.Id ?? throw new ArgumentException("A change is applied under its id.", nameof(change));
    private Sha256Digest? _content;

    public AppliedChange Run()
    {
        var applied = FirstUnder(_id) is not { } recorded ? Whole()
            : recorded.Evidence!.ContentDigest == Content() ? Again(recorded, _id, Everything(), change.Acceptance)
            : Reused(recorded);
        return Told(applied.Result) is var told && ReferenceEquals(told, applied.Result) ? applied : applied with { Result = told };
    }

    /// <summary>The digest of what the caller said; made once, when it is needed.</summary>
    private Sha256Digest Content() => _content ??= change.ContentDigest();

    private ChangeResult Told(ChangeResult result)
    {
        var told = result;
        if (recording.Port == ChangePort.Bulk && !change.Source.IsOfMany)
        {
            told = told.Code is null ? told with { Code = ChangeCode.InvalidItem } : told with { AlsoTold = told.AlsoTold.Add(ChangeCode.InvalidItem) };
        }

        if (change.IsAcceptanceLeftOut)
        {
            told = told with { AcceptanceCode = ChangeCode.TextCut };
        }

        return change.IsCut ? told with { AlsoTold = told.AlsoTold.Add(ChangeCode.TextCut) } : told;
    }

    private AppliedChange Whole() => new ChangeParts(before, change, rules, recording, Content).Apply(_id, Everything(), change.Acceptance);

    private ImmutableArray<int> Everything() => change.Statements.Length == 1 ? s_first : [.. Enumerable.Range(0, change.Statements.Length)];

    /// <summary>The id stands for something else: the noes are recorded under an id of their own, which is the same each time the change comes.</summary>
    private AppliedChange Reused(AuditEntry recorded)
    {
        ImmutableArray<int> noes = [.. Everything().Where(i => change.Statements[i].IsProtective)];
        var id = _id.Plus(ShortDigest.Of(Content()));
        var applied = FirstUnder(id) is { } again ? Again(again, id, noes, null)
            : noes.IsEmpty ? new(before, [], null, Nothing(recorded))
            : new ChangeParts(before, change, rules, recording, Content).Apply(id, noes, null);
        return applied with { Result = WithoutRest(applied.Result) };
    }

    private ChangeResult WithoutRest(ChangeResult result)
    {
        var told = new Queue<StatementOutcome>(result.Statements);
        var record = before[change.Contact];
        return result with
        {
            Code = ChangeCode.ChangeIdReused,
            AlsoTold = result.Code is { } code ? result.AlsoTold.Insert(0, code) : result.AlsoTold,
            AcceptanceCode = change.Acceptance is null ? null : ChangeCode.ChangeIdReused,
            Statements = result.Code == ChangeCode.RepeatedChange ? result.Statements : [.. change.Statements.Select(OutcomeOf)],
        };

        StatementOutcome OutcomeOf(Statement said)
        {
            if (said.IsProtective)
            {
                return told.Dequeue();
            }

            var value = record.Find(said.Node, said.Flag)?.Value ?? FlagValue.Unset;
            return new(said, StatementResult.Refused, null, value, value, [new(ChangeCode.ChangeIdReused)]);
        }
    }

    /// <summary>The change came again: what no entry has is tried anew, a no said now that is in force no more is said now again.</summary>
    private AppliedChange Again(AuditEntry first, ChangeId id, ImmutableArray<int> said, NoticeAcceptance? acceptance)
    {
        // What was taken out as wrong is as never said: a no that comes again under its id is another word.
        ImmutableArray<AuditEntry> entries =
        [
            .. history.Where(e => e.Evidence?.Change is { } made && (made == id || (made.MayBeMadeFrom(id) && e.Evidence.ContentDigest == Content()))
                && !before[change.Contact].Rectified.Any(r => r.Change == made)),
        ];
        var statements = new RepeatedStatements(before, change, rules, recording.RecordedAt);
        var missing = statements.Open(said, entries);
        var isAcceptanceOpen = acceptance is not null && entries.All(e => e.Facts.Acceptance is null);
        var repeated = Nothing(first) with { Outcome = ChangeOutcome.Repeated, Index = first.Index < 0 ? null : first.Index, Code = ChangeCode.RepeatedChange, RecordedAs = first, WasFullyInForce = missing.IsEmpty && ChangeResult.TookEffect(change, first.Facts) };
        if (missing.IsEmpty && !isAcceptanceOpen)
        {
            return new(before, [], null, repeated);
        }

        var applied = Anew(missing);
        if (statements.WithNoesBeside(missing, applied) is var more && more.Length > missing.Length)
        {
            applied = Anew(more);
        }

        return applied with
        {
            Result = applied.Changed.IsEmpty
                ? repeated with { Statements = applied.Result.Statements, AcceptanceCode = applied.Result.AcceptanceCode, AlsoTold = applied.Result.Code is { } code ? [code] : [] }
                : applied.Result with { Code = ChangeCode.RepeatedChange, RecordedAs = first, AlsoTold = applied.Result.Code is { } also ? [also] : [] },
        };

        AppliedChange Anew(ImmutableArray<int> open) => new ChangeParts(before, change, rules, recording, Content)
            .Apply(id.Plus(ShortDigest.Of(Content(), before[change.Contact].Revision)), open, isAcceptanceOpen ? acceptance : null);
    }

    private AuditEntry? FirstUnder(ChangeId id)
    {
        foreach (var entry in history)
        {
            if (entry.Evidence?.Change == id && entry.Subject?.Contact == change.Contact)
            {
                return entry;
            }
        }

        return null;
    }

    private ChangeResult Nothing(AuditEntry recorded) => new()
    {
        Outcome = ChangeOutcome.Refused,
        Change = _id,
        Revision = recorded.Subject?.Revision ?? default,
    };
}
