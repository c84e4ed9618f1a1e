using System.Collections.Immutable;

namespace Consent;

/// <summary>Applies statements of a change under an id, in as many entries as they need: written together, the protective statements first.</summary>
internal sealed class ChangeParts(PersonConsents before, ConsentChange change, ConsentRules rules, Recording recording, Func<Sha256Digest> content)
{
    private readonly ImmutableArray<Statement> _kept = EvidenceLimit.Within(change.Statements);

    /// <param name="id">The id of the first entry; the others have it with <c>+2</c>, <c>+3</c>, …</param>
    /// <param name="said">Which statements of the change, by their places.</param>
    /// <param name="acceptance">The acceptance, where it is to be recorded.</param>
    public AppliedChange Apply(ChangeId id, ImmutableArray<int> said, NoticeAcceptance? acceptance)
    {
        if (said.Length > ConsentChange.MaxStatements)
        {
            return InParts(id, said, acceptance);
        }

        var applied = Apply(before, change.Part(id, said.Length == _kept.Length ? _kept : Kept(said), acceptance, change.ExpectedRevision, change.Askings));
        var noted = Noted(applied.Result.Statements, said.AsSpan());
        return noted == applied.Result.Statements ? applied : applied with { Result = applied.Result with { Statements = noted } };
    }

    private AppliedChange InParts(ChangeId id, ImmutableArray<int> said, NoticeAcceptance? acceptance)
    {
        var after = before;
        var entries = new List<AuditEntry>();
        var changed = new SortedSet<ContactId>();
        var outcomes = new SortedDictionary<int, StatementOutcome>();
        ChangeResult? result = null;
        foreach (var part in Parts(said))
        {
            // Whether the contact moved on from the revision that the caller saw, the first part tells for all.
            var expected = result is null || result.Has(ChangeCode.RevisionConflict) ? change.ExpectedRevision : null;
            var accepted = part.Any(i => !change.Statements[i].IsProtective) ? acceptance : null;
            var under = entries.Count == 0 ? id : id.Plus($"{entries.Count + 1}");
            var applied = Apply(after, change.Part(under, Kept(part), accepted, expected, result is null ? change.Askings : []));
            after = applied.After;
            entries.AddRange(applied.Entries);
            changed.UnionWith(applied.Changed.Select(c => c.Id));
            foreach (var (place, outcome) in part.Zip(Noted(applied.Result.Statements, part)))
            {
                outcomes[place] = outcome;
            }

            result = result is null ? applied.Result : Joined(result, applied.Result);
        }

        return new(after, [.. changed.OrderBy(c => c != change.Contact).Select(c => after[c])], entries.FirstOrDefault(), result! with { Statements = [.. outcomes.Values] })
        {
            FurtherEntries = [.. entries.Skip(1)],
        };
    }

    private AppliedChange Apply(PersonConsents to, ConsentChange part) => new ChangeApplication(to, part, rules, recording, content).Run();

    private ImmutableArray<Statement> Kept(IEnumerable<int> part) => [.. part.Select(i => _kept[i])];

    /// <summary>The same outcomes where nothing is to be told besides.</summary>
    private ImmutableArray<StatementOutcome> Noted(ImmutableArray<StatementOutcome> outcomes, ReadOnlySpan<int> part)
    {
        ImmutableArray<StatementOutcome>.Builder? noted = null;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var outcome = EnvelopeNotes.On(outcomes[i], change.Statements[part[i]], rules.Taxonomy);
            if (!ReferenceEquals(outcome, outcomes[i]))
            {
                (noted ??= outcomes.ToBuilder())[i] = outcome;
            }
        }

        return noted?.ToImmutable() ?? outcomes;
    }

    /// <summary>The noes first; to a closed record the yeses, of which one may open it for all.</summary>
    private IEnumerable<int[]> Parts(ImmutableArray<int> said)
    {
        var isClosed = before[change.Contact].State != ContactState.Open;
        return said.OrderBy(i => change.Statements[i].IsProtective == isClosed).Chunk(ConsentChange.MaxStatements);
    }

    private static ChangeResult Joined(ChangeResult first, ChangeResult next) => next with
    {
        Outcome = first.Outcome == ChangeOutcome.Recorded || next.Outcome == ChangeOutcome.Recorded ? ChangeOutcome.Recorded
            : first.Outcome == next.Outcome ? first.Outcome
            : ChangeOutcome.Unchanged,
        Change = first.Outcome == ChangeOutcome.Recorded ? first.Change : next.Change,
        AcceptanceCode = first.AcceptanceCode ?? next.AcceptanceCode,
        Askings = first.Askings,
        Code = first.Code ?? next.Code,
    };
}
