namespace Consent;

/// <summary>Rows 4b and 15': purposes that rest on a contract or a duty by law. Objections to everything and the right to withdraw do not reach them (GDPR art. 21, 7(3)).</summary>
internal ref partial struct Evaluation
{
    /// <summary>What is cited where a no to such a purpose itself decides: no article gives that right, and the person is heeded all the same.</summary>
    private const string WishSource = "By the person's wish, heeded where no article gives a right to it";

    /// <summary>What a message or a call bears whatever it is about; the others are duties of marketing.</summary>
    private const Obligations OfEveryUse = Obligations.NameSender | Obligations.ShowNumber | Obligations.NameTransferee;

    private bool AskService(PurposePath? purpose)
    {
        // Nearly no request states one: the purpose is not looked up for it.
        if (_facts is { Contract: null, LegalObligation: null })
        {
            return false;
        }

        if (purpose is null || _rules.Taxonomy.Find(purpose) is not { IsGroup: false, Basis: not PurposeBasis.Consent, IsRetired: false } node || !IsBasisStated(node))
        {
            return false;
        }

        var isFitting = node.Operation == _request.Operation && !(_request.Point is { } point && !IsReachedAt(node.Channel, point.Kind));
        if (_facts.HasDied || !isFitting || IsBlocked(node, node, ConsentFlag.Restriction, out _) || IsUnknown(node) || IsRefusedItself(node))
        {
            return false;
        }

        _plan = _law[node];
        Permit(DecisionRow.Service, node.Basis == PurposeBasis.Contract ? DecisionCode.Contract : DecisionCode.LegalObligation, node);
        _obligations &= OfEveryUse;
        return true;
    }

    /// <summary>Row 15': beside its own basis only a consent permits such a purpose; what the law grants to marketing does not. Where no consent is in force there is nothing for a list to stop.</summary>
    private bool AskServiceOnly(PurposeNode node, scoped in EffectiveStatus status)
    {
        if ((status.Value == FlagValue.Active && AskLists(node, node, status)) || AskConsent(node, status))
        {
            return true;
        }

        // Had it been stated, row 4b would have permitted, unless the person said no to this very purpose.
        _isRefusedService = IsRefusedItself(node);
        if (!_isRefusedService)
        {
            Fail(DecisionRow.ServiceOnly, DecisionCode.BasisNotStated, node);
        }

        return AskLegacy(node);
    }

    private readonly bool IsBasisStated(PurposeNode node) => node.Basis switch
    {
        PurposeBasis.Contract => _facts.Contract is { IsActive: true },
        PurposeBasis.LegalObligation => !string.IsNullOrWhiteSpace(_facts.LegalObligation),
        _ => false,
    };

    /// <summary>Whether some id objects to, or withdrew, the purpose itself or a group of nothing but such, and gave no later attested word for it that is in its time. Compelling grounds outweigh that, but not what was kept when the id was closed: a restriction may be in it.</summary>
    private bool IsRefusedItself(PurposeNode node)
    {
        var isOverridden = IsOverridden(node);
        foreach (var id in _ids)
        {
            var table = id.Counted;
            var own = table.IndexOf(node.Index, ConsentFlag.Status);
            var answeredAt = own >= 0 && table.Cells[own] is { IsActive: true, IsAttested: true } && IsInTime(table, table.Cells[own]) ? table.Cells[own].At : (Timestamp?)null;
            foreach (ref readonly var cell in table.Cells)
            {
                if ((!isOverridden || cell.Origin.Change.IsDefault) && IsOfService(node, cell.Node) && NoOf(table, node, cell) is { } no && !(answeredAt > no))
                {
                    return true;
                }
            }

            foreach (var pause in table.Pauses)
            {
                if (!isOverridden && pause.Statement.Flag == ConsentFlag.Objection && IsOfService(node, pause.Node) && !(answeredAt > pause.Statement.OccurredAt)
                    && !EffectiveFlags.IsLifted(table, _rules.Taxonomy, node, pause.Node, ConsentFlag.Objection, pause.Statement.OccurredAt, IgnoresMarketing) && !HasCome(pause.Until))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsInTime(FlagTable table, in FlagCell give) =>
        table.SpanOf(give) is not { } span || ((span.From is not { } from || HasCome(from)) && !(span.Until is { } until && HasCome(until)));

    /// <summary>When a no that stands was said: an objection in force that was not lifted for the purpose, or the latest withdrawal ever.</summary>
    private readonly Timestamp? NoOf(FlagTable table, PurposeNode node, in FlagCell cell) => cell.Flag switch
    {
        ConsentFlag.Status => table.LatestProtective(cell),
        ConsentFlag.Objection when cell.IsActive
            && (cell.Node == node.Index || !EffectiveFlags.IsLifted(table, _rules.Taxonomy, node, cell.Node, ConsentFlag.Objection, cell.At, IgnoresMarketing)) => cell.At,
        _ => null,
    };

    private readonly bool IsOfService(PurposeNode node, int said) =>
        said == node.Index || (node.CoveringFor(IgnoresMarketing).Contains(said) && _rules.Taxonomy.Nodes[said].IsService);
}
