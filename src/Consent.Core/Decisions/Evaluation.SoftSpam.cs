namespace Consent;

/// <summary>Rows 17 to 19: own similar offers to customers (soft opt-in; Italian soft spam).</summary>
internal ref partial struct Evaluation
{
    private bool AskSoftSpam(PurposeNode node)
    {
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

        PurposeNode? use = null;
        foreach (var one in node.SoftSpamUses)
        {
            use ??= one is { IsGroup: false, IsRetired: false } ? one : null;
            if (StatusOf(one) is { Value: FlagValue.Inactive } refused)
            {
                _alsoReliedOn = refused.Change;
                Fail(DecisionRow.RefusalBlocks, DecisionCode.RefusedByPerson, one);
                return false;
            }
        }

        if (_facts.Sale?.OwnProducts == false)
        {
            Fail(DecisionRow.SoftSpamScope, DecisionCode.SoftSpamOwnOnly, node);
            return false;
        }

        Pass(DecisionRow.SoftSpamScope, node);
        return AskConditions(node, use, first);
    }

    /// <summary>Row 18, and 19: the first part under which all conditions hold permits; else the first part's gap is told.</summary>
    private bool AskConditions(PurposeNode node, PurposeNode? use, CustomerExceptionPart first)
    {
        var gap = SoftSpamGap.None;
        foreach (var part in _plan.Exceptions)
        {
            if (!SurelyApplies(part))
            {
                continue;
            }

            var found = GapOf(part, node);
            if (found == SoftSpamGap.None)
            {
                Pass(DecisionRow.SoftSpamConditions, use ?? node);
                _reliedOn = use is null ? default : StatusOf(use).Change;
                _gap = SoftSpamGap.None;
                return PermitBy(part, DecisionRow.SoftSpam, DecisionCode.SoftSpam, use ?? node, part.Obligations);
            }

            gap = ReferenceEquals(part, first) ? found : gap;
        }

        _gap = gap;
        Fail(DecisionRow.SoftSpamConditions, DecisionCode.SoftSpamCondition, use ?? node);
        return false;
    }

    private SoftSpamGap GapOf(CustomerExceptionPart part, PurposeNode node)
    {
        var sale = _facts.Sale;
        return sale?.OwnProducts != true ? SoftSpamGap.OwnProducts
            : sale.SimilarProducts != true ? SoftSpamGap.SimilarProducts
            : !IsSaleOf(part, sale) ? SoftSpamGap.Sale
            : IsStatedMinor() ? SoftSpamGap.Minor
            : !AreUsesClear(node) ? SoftSpamGap.NotClear
            : SoftSpamGap.None;
    }

    private bool AreUsesClear(PurposeNode node)
    {
        foreach (var use in node.SoftSpamUses)
        {
            if (!IsClear(use) || IsUnknown(use))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsSaleOf(CustomerExceptionPart part, SaleFacts sale) =>
        !string.IsNullOrWhiteSpace(sale.Reference) && sale is { AddressGiven: true, Informed: true, Kind: { } kind, At: { } at } && (part.Sales & LawScope.Bit((int)kind)) != 0
        && HasCome(at) && !(part.LongestAgeMonths is { } months && HasCome(at.PlusMonths(months)));
}
