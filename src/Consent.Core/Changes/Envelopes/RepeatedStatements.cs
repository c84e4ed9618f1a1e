using System.Collections.Immutable;

namespace Consent;

/// <summary>Tells which statements of a change that came again are still to be recorded.</summary>
internal sealed class RepeatedStatements(PersonConsents before, ConsentChange change, ConsentRules rules, Timestamp now)
{
    private readonly ContactConsents _contact = before[change.Contact];
    private readonly ImmutableArray<Statement> _kept = EvidenceLimit.Within(change.Statements);

    private readonly List<int> _inForce = [];
    private List<FlagState>? _permitted;

    /// <summary>Those that no entry has, as they were refused; and those said now that are in force no more.</summary>
    /// <param name="said">Which statements of the change, by their places.</param>
    /// <param name="entries">The entries under the change's id and under those made from it.</param>
    public ImmutableArray<int> Open(ImmutableArray<int> said, ImmutableArray<AuditEntry> entries)
    {
        // By what is said of which flag: a change may have thousands of statements.
        var recorded = entries.SelectMany(e => e.Facts.Statements.Zip(e.Evidence!.Statements)).GroupBy(r => (r.First.Node, r.First.Flag)).ToDictionary(g => g.Key, g => g.ToList());
        var open = ImmutableArray.CreateBuilder<int>();

        // An undated no is known by what is left: it may have been recorded at any instant.
        foreach (var i in said.OrderBy(i => _kept[i].Said is null))
        {
            var alike = recorded.GetValueOrDefault((_kept[i].Node, _kept[i].Flag)) ?? [];
            var place = alike.FindIndex(r => IsOf(r.First, r.Second, _kept[i]));
            if (place < 0 || (IsSaidNow(alike[place].First, _kept[i]) && !IsInForce(_kept[i])))
            {
                open.Add(i);
            }
            else if (IsSaidNow(alike[place].First, _kept[i]))
            {
                _inForce.Add(i);
            }

            if (place >= 0)
            {
                alike.RemoveAt(place);
            }
        }

        return [.. open.Order()];
    }

    /// <summary>What is open with the noes beside it that a yes, tried anew and now recorded, would outdate: they would have been said after it.</summary>
    /// <param name="open">What is open.</param>
    /// <param name="tried">What became of it.</param>
    public ImmutableArray<int> WithNoesBeside(ImmutableArray<int> open, AppliedChange tried)
    {
        var yeses = tried.Entries.SelectMany(e => e.Facts.Statements).Where(s => !s.IsProtective).ToList();
        return [.. open.Concat(_inForce.Where(no => yeses.Exists(yes => Outdates(yes, _kept[no])))).Order()];
    }

    private bool Outdates(EntryStatement yes, Statement no) =>
        rules.Taxonomy.Answers(yes.Flag, yes.Node, no.Flag) && rules.Taxonomy.Reaches(no.Node, yes.Node) && yes.OccurredAt > (_contact.Find(no.Node, no.Flag)?.LatestProtective ?? Timestamp.MinValue);

    private static bool IsOf(EntryStatement recorded, StatementEvidence shown, Statement said) =>
        recorded.Node == said.Node && recorded.Flag == said.Flag && recorded.IsActive == said.IsActive
        && (shown.Claimed ?? recorded.OccurredAt) == (said.Said ?? recorded.OccurredAt)
        && string.Equals(shown.NoticeVersion, said.NoticeVersion, StringComparison.Ordinal) && shown.Evidence == said.Evidence;

    /// <summary>It had no date, none that is credible, or one that had not come, or has not come yet. Once it has, a credible one that was lifted over a clock ahead is a date all the same.</summary>
    private bool IsSaidNow(EntryStatement recorded, Statement said) =>
        said.IsProtective && (said.OccurredAt is not { } at || recorded.OccurredAt < at || at > now || (at < rules.EarliestPlausible && recorded.OccurredAt != at));

    /// <summary>Nothing said since, of this id or a linked one, opens any of what it covers.</summary>
    private bool IsInForce(Statement no) => SaidLast(no) is { } at && !(LatestPermissive(no) > at);

    /// <summary>By this id itself: what is lent goes with the link. A pause has a place of its own; that it is over takes nothing away.</summary>
    private Timestamp? SaidLast(Statement no)
    {
        Timestamp? paused = _contact.Pauses.Where(p => p.Origin.Contact == _contact.Id && p.Node == no.Node && p.Flag == no.Flag && no.Until is { } until && p.Span?.Until == until).Select(p => (Timestamp?)p.OccurredAt).Max();
        return _contact.Own.Find(no.Node, no.Flag, _contact.Taxonomy) is { InForce: { IsProtective: true } inForce } ? Timestamp.Max(inForce.OccurredAt, paused ?? inForce.OccurredAt) : paused;
    }

    private Timestamp? LatestPermissive(Statement no) =>
        (_permitted ??= EverPermitted()).Where(f => rules.Taxonomy.Answers(f.Flag, f.Node, no.Flag) && rules.Taxonomy.Reaches(no.Node, f.Node)).Max(f => f.LatestPermissive);

    /// <summary>The flags of the person that somebody ever said yes of.</summary>
    private List<FlagState> EverPermitted()
    {
        var person = before.LinkedWith(_contact.Id);
        return
        [
            .. before.Contacts.Where(c => c.Id == _contact.Id || person.Contains(c.Id))
                .SelectMany(c => c.Id == _contact.Id ? c.Flags : c.OwnFlags)
                .Where(f => f.LatestPermissive is not null),
        ];
    }
}
