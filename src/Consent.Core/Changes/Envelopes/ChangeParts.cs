using System.Collections.Immutable;

namespace Consent;

/// <summary>Applies statements of a change under an id, in as many entries as they need: written together, the protective statements first.</summary>
internal sealed class ChangeParts(PersonConsents before, ConsentChange change, ConsentRules rules, Recording recording, Lazy<Sha256Digest> content)
{
    private readonly List<AuditEntry> _entries = [];
    private readonly List<ContactId> _changed = [];
    private readonly PersonConsents _before = before;
    private PersonConsents _after = before;

    /// <summary>Whether the contact moved on from the revision that the caller saw: the first part tells, for all.</summary>
    private bool? _isMoved;

    /// <param name="id">The id of the first entry; the others have it with <c>+2</c>, <c>+3</c>, …</param>
    /// <param name="said">Which statements of the change, by their places.</param>
    /// <param name="acceptance">The acceptance, where it is to be recorded.</param>
    public AppliedChange Apply(ChangeId id, ImmutableArray<int> said, NoticeAcceptance? acceptance)
    {
        var kept = EvidenceLimit.Within(change.Statements);
        var outcomes = new SortedDictionary<int, StatementOutcome>();
        ChangeResult? result = null;
        foreach (var part in Parts(said))
        {
            var accepted = part.Length == said.Length || part.Any(i => !change.Statements[i].IsProtective) ? acceptance : null;
            var one = Apply(id, [.. part.Select(i => kept[i])], accepted);
            for (var i = 0; i < one.Statements.Length; i++)
            {
                outcomes[part[i]] = EnvelopeNotes.On(one.Statements[i], change.Statements[part[i]], rules.Taxonomy);
            }

            result = result is null ? one : Joined(result, one);
        }

        return new(
            _after, [.. _changed.Distinct().OrderBy(c => c != change.Contact).ThenBy(c => c).Select(c => _after[c])], _entries.FirstOrDefault(),
            result! with { Statements = [.. outcomes.Values] })
        {
            FurtherEntries = [.. _entries.Skip(1)],
        };
    }

    private ChangeResult Apply(ChangeId id, ImmutableArray<Statement> statements, NoticeAcceptance? acceptance)
    {
        var under = _entries.Count == 0 ? id : id.Plus($"{_entries.Count + 1}");
        var expected = _isMoved == false ? null : change.ExpectedRevision;
        var part = change.Part(under, statements, acceptance, expected, _isMoved is null ? change.Askings : []);
        var applied = new ChangeApplication(_after, part, rules, recording) { Digest = content }.Run();
        _after = applied.After;
        _isMoved ??= applied.Result.Has(ChangeCode.RevisionConflict);
        _changed.AddRange(applied.Changed.Select(c => c.Id));
        _entries.AddRange(applied.Entries);
        return applied.Result;
    }

    /// <summary>The noes first; to a closed record the yeses, of which one may open it for all.</summary>
    private IEnumerable<int[]> Parts(ImmutableArray<int> said)
    {
        if (said.Length <= ConsentChange.MaxStatements)
        {
            return [[.. said]];
        }

        var isClosed = _before[change.Contact].State != ContactState.Open;
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
