using System.Collections.Immutable;

namespace Consent;

/// <summary>Reads one document against what is on record: what it states, and what is to be remembered of it.</summary>
internal sealed class DocumentReading
{
    private readonly ConsentDocument _document;
    private readonly ContactConsents _current;
    private readonly SourceMemory? _memory;
    private readonly Timestamp? _wholeFileAsOf;
    private readonly AuditEntry? _recorded;
    private readonly Evidence _evidence;

    public DocumentReading(ConsentDocument document, ContactConsents current, Timestamp? wholeFileAsOf, AuditEntry? recorded)
    {
        _document = document;
        _current = current;
        _memory = current.Sources.GetValueOrDefault(document.Record.Source);
        _wholeFileAsOf = wholeFileAsOf;
        _recorded = recorded;
        _evidence = Evidence.Asserted(document.Place);
    }

    private Timestamp AsOf => _document.Record.AsOf;

    public ImmutableArray<ConsentChange> Changes()
    {
        var statements = new List<Statement>();
        foreach (var said in Said())
        {
            if (said.IsOlder ? IsNoToState(said) : IsNew(said))
            {
                statements.Add(StatementOf(said));
            }
        }

        var remembered = Remembered();
        var acceptance = _document.Acceptance is { } accepted && !IsOnRecord(accepted) ? accepted : null;
        return statements.Count > 0 || acceptance is not null || !Knows(remembered) ? new DocumentParts(_document, remembered, _recorded, _current).Of(statements, acceptance) : [];
    }

    /// <summary>The noes that are known, and that something said later outranks.</summary>
    public ImmutableArray<StatementOutcome> RepeatedNoes() =>
    [
        .. Said().Where(s => s.IsNo && !s.IsOlder && s.Memory is { } known && known.Value == s.Value && !known.IsNotAsked)
            .Select(s => (Said: s, State: _current.Find(s.Node, s.Flag)))
            .Where(s => s.State is { InForce.IsProtective: false })
            .Select(s => new StatementOutcome(
                StatementOf(s.Said), StatementResult.Unchanged, AsOf, s.State!.Value.Value, s.State.Value.Value, [new(ChangeCode.NoWithoutEffect)])),
    ];

    private IEnumerable<SaidFlag> Said()
    {
        foreach (var (node, flag) in _document.Record.NamedFlags())
        {
            var value = _document.Record.Flags[node, flag];
            var memory = _memory?.Find(node, flag);
            var isProtective = (value == FlagValue.Active) == (flag != ConsentFlag.Status);
            var isNotAsked = _document.FalseMeans == FalseMeans.NotAsked && flag == ConsentFlag.Status && value == FlagValue.Inactive && !(memory?.FirstYes <= AsOf);
            yield return new(node, flag, value, memory, isProtective && !isNotAsked, isNotAsked, AsOf < memory?.AsOf || AsOf < _wholeFileAsOf);
        }
    }

    /// <summary>What the source says now: a value that it did not say before; of a yes also a renewal, and not where one as late is in force.</summary>
    private bool IsNew(in SaidFlag said)
    {
        if (said.IsNotAsked)
        {
            return false;
        }

        var isKnown = said.Memory?.Value == said.Value && !said.Memory.Value.IsNotAsked;
        if (said.IsNo)
        {
            return !isKnown;
        }

        return !(isKnown && !said.Memory!.Value.IsRenewedBy(RenewedAt(said)))
            && !(_current.Find(said.Node, said.Flag) is { InForce: { IsProtective: false } yes } && yes.OccurredAt >= DateOf(said).Earliest);
    }

    /// <summary>What an older document said: its noes, where they are not known and not on record. That a newer file was read whole makes no no of what the source only repeated.</summary>
    private bool IsNoToState(SaidFlag said) =>
        said.IsNo
        && !(said.Memory is { } known && known.Value == said.Value && !known.IsNotAsked && AsOf >= known.AsOf)
        && _current.Own.Find(said.Node, said.Flag, _current.Taxonomy)?.LatestProtective != AsOf
        && _recorded?.Facts.Statements.Where((s, i) => s.Node == said.Node && s.Flag == said.Flag && s.IsActive == (said.Value == FlagValue.Active)
            && (s.OccurredAt == AsOf || (s.OccurredAt > AsOf && _recorded.Evidence!.Statements[i].Claimed?.Earliest == AsOf))).Any() != true;

    private SourceDocument Remembered()
    {
        var (flags, notAsked) = (NodeFlags.Empty, ImmutableArray.CreateBuilder<PurposePath>());
        foreach (var said in Said().Where(s => !s.IsOlder))
        {
            flags = flags.With(said.Node, said.Flag, said.Value);
            if (said.IsNotAsked)
            {
                notAsked.Add(said.Node);
            }
        }

        return _document.Record with
        {
            Flags = flags,
            NotAsked = notAsked.ToImmutable(),
            AcceptedAt = _document.AcceptedAt,
            GivenAt = _document.Gives.Where(g => flags[g.Key, ConsentFlag.Status] == FlagValue.Active && IsDated(g.Value)).ToImmutableSortedDictionary(g => g.Key, g => g.Value.GivenAt.Earliest),
        };
    }

    private bool Knows(SourceDocument document) => document.Flags.Nodes.IsEmpty || _memory?.Knows(document) == true;

    private bool IsOnRecord(NoticeAcceptance accepted) => _document.IsAcceptanceUndated
        ? _current.Acceptances.Any(a => string.Equals(a.Version, accepted.Version, StringComparison.Ordinal))
        : _current.Acceptances.Contains(accepted);

    /// <summary>
    /// A consent is dated when it says itself, else when the notice was accepted. All else is dated as the document is, a no too: the document does not say when it was
    /// said, and dating it back would let an older yes win.
    /// </summary>
    private Occurrence DateOf(in SaidFlag said) => OwnOf(said)?.GivenAt ?? (said is { IsNo: false, Flag: ConsentFlag.Status } && _document.Acceptance is { } accepted ? accepted.AcceptedAt : AsOf);

    /// <summary>The date that may renew a consent.</summary>
    private Timestamp? RenewedAt(in SaidFlag said) => OwnOf(said) is not { } own ? _document.AcceptedAt : IsDated(own) ? own.GivenAt.Earliest : null;

    /// <summary>A consent that is dated as the document is has no date of its own: it would be renewed every night.</summary>
    private bool IsDated(DocumentGive own) => own.GivenAt.Earliest != AsOf;

    private Statement StatementOf(in SaidFlag said) => said.IsNo
        ? Statement.Protective(said.Node, said.Flag, AsOf, _evidence)
        : Statement.Permissive(said.Node, said.Flag, DateOf(said), _evidence, OwnOf(said)?.NoticeVersion);

    private DocumentGive? OwnOf(in SaidFlag said) => said is { IsNo: false, Flag: ConsentFlag.Status } ? _document.Gives.GetValueOrDefault(said.Node) : null;

    /// <summary>One flag of the document.</summary>
    /// <param name="Node">The node.</param>
    /// <param name="Flag">The flag.</param>
    /// <param name="Value">What it says.</param>
    /// <param name="Memory">What the source said before.</param>
    /// <param name="IsNo">Whether that is a no.</param>
    /// <param name="IsNotAsked">Whether it only says that nobody asked.</param>
    /// <param name="IsOlder">Whether the source has said the same or otherwise since.</param>
    private readonly record struct SaidFlag(PurposePath Node, ConsentFlag Flag, FlagValue Value, FlagMemory? Memory, bool IsNo, bool IsNotAsked, bool IsOlder);
}
