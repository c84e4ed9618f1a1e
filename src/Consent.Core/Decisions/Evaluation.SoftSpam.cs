namespace Consent;

/// <summary>Rows 17 to 19: own similar offers to customers (soft opt-in; Italian soft spam).</summary>
internal ref partial struct Evaluation
{
    private bool AskSoftSpam(PurposeNode node)
    {
        var use = node.SoftSpam is { IsRetired: false } counterpart ? counterpart : null;
        CustomerExceptionPart? first = null;
        foreach (var part in _plan.Exceptions)
        {
            if (SurelyApplies(part))
            {
                first ??= part;
            }
        }

        if (first is null)
        {
            Fail(DecisionRow.SoftSpamScope, DecisionCode.SoftSpamChannel, node);
            return false;
        }

        var status = use is null ? default : StatusOf(use);
        if (status.Value == FlagValue.Inactive)
        {
            _alsoReliedOn = status.Change;
            Fail(DecisionRow.RefusalBlocks, DecisionCode.RefusedByPerson, use!);
            return false;
        }

        if (_facts.Sale?.OwnProducts == false)
        {
            Fail(DecisionRow.SoftSpamScope, DecisionCode.SoftSpamOwnOnly, node);
            return false;
        }

        Pass(DecisionRow.SoftSpamScope, node);
        return AskConditions(node, use, status, first);
    }

    /// <summary>Row 18, and 19: the first part under which all conditions hold permits; else the first part's gap is told.</summary>
    private bool AskConditions(PurposeNode node, PurposeNode? use, scoped in EffectiveStatus status, CustomerExceptionPart first)
    {
        var gap = SoftSpamGap.None;
        foreach (var part in _plan.Exceptions)
        {
            if (!SurelyApplies(part))
            {
                continue;
            }

            var found = GapOf(part, use);
            if (found == SoftSpamGap.None)
            {
                Pass(DecisionRow.SoftSpamConditions, use ?? node);
                _reliedOn = status.Change;
                _gap = SoftSpamGap.None;
                return PermitBy(part, DecisionRow.SoftSpam, DecisionCode.SoftSpam, use ?? node, part.Obligations);
            }

            gap = ReferenceEquals(part, first) ? found : gap;
        }

        _gap = gap;
        Fail(DecisionRow.SoftSpamConditions, DecisionCode.SoftSpamCondition, use ?? node);
        return false;
    }

    private SoftSpamGap GapOf(CustomerExceptionPart part, PurposeNode? use)
    {
        var sale = _facts.Sale;
        return sale?.OwnProducts != true ? SoftSpamGap.OwnProducts
            : sale.SimilarProducts != true ? SoftSpamGap.SimilarProducts
            : !IsSaleOf(part, sale) ? SoftSpamGap.Sale
            : IsStatedMinor() ? SoftSpamGap.Minor
            : use is not null && (!IsClear(use) || IsUnknown(use)) ? SoftSpamGap.NotClear
            : SoftSpamGap.None;
    }

    private bool IsSaleOf(CustomerExceptionPart part, SaleFacts sale) =>
        !string.IsNullOrWhiteSpace(sale.Reference) && sale is { AddressGiven: true, Informed: true, Kind: { } kind, At: { } at } && (part.Sales & (1 << (int)kind)) != 0
        && HasCome(at) && !(part.LongestAgeMonths is { } months && HasCome(at.PlusMonths(months)));
}
