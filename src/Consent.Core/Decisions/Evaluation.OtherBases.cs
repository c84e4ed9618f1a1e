namespace Consent;

/// <summary>Rows 16 to 23: bases other than consent to the purpose itself.</summary>
internal ref partial struct Evaluation
{
    private bool AskOtherBases(PurposeNode node, scoped in EffectiveStatus status)
    {
        if (BlocksFurther(node, status))
        {
            Fail(DecisionRow.RefusalBlocks, DecisionCode.RefusedByPerson, node);
            return false;
        }

        if (IsOptInOnly())
        {
            return false;
        }

        if (node.Operation != Operation.ToContact)
        {
            Pass(DecisionRow.ConsentOnly, node);
            return status.Value != FlagValue.Inactive && AskRules(node);
        }

        return AskSoftSpam(node) || (status.Value != FlagValue.Inactive && (AskExtendedConsent(node) || AskRules(node)));
    }

    /// <summary>Row 16: who withdrew, or said no to a group, is asked on no other basis; who only refused, by a reading that a jurisdiction may turn off for its customer exception.</summary>
    private readonly bool BlocksFurther(PurposeNode node, scoped in EffectiveStatus status) =>
        status.Value == FlagValue.Inactive && (status.IsWithdrawn || _law.Law.RefusalBlocksCustomerException || HasNoAbove(node));

    private readonly bool HasNoAbove(PurposeNode node)
    {
        var covering = node.CoveringFor(IgnoresMarketing);
        foreach (var id in _ids)
        {
            foreach (ref readonly var cell in id.Counted.Cells)
            {
                if (cell.Flag == ConsentFlag.Status && covering.Contains(cell.Node) && id.Counted.LatestProtective(cell) is not null)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsOptInOnly()
    {
        foreach (var part in _plan.OptInOnly)
        {
            if (MayApply(part))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Row 21: a consent to another group reaches this one, where its notice says so; never the reverse.</summary>
    private bool AskExtendedConsent(PurposeNode node)
    {
        foreach (var extension in _plan.ConsentsReaching)
        {
            if (SurelyApplies(extension.Part) && FindExtending(extension, node) is { } extending)
            {
                var given = StatusOf(extending);
                _reliedOn = given.Change;
                return PermitBy(extension.Part, DecisionRow.ExtendedConsent, DecisionCode.ConsentExtends, extending, Telling(given));
            }
        }

        foreach (var extension in _plan.ConsentsLeaving)
        {
            if (SurelyApplies(extension.Part) && AnyActive(extension.PurposesTo))
            {
                Fail(DecisionRow.ExtendedConsent, DecisionCode.ConsentDoesNotExtend, node);
                return false;
            }
        }

        if (_plan.ConsentsReaching.Length > 0)
        {
            Pass(DecisionRow.ExtendedConsent, node);
        }

        return false;
    }

    /// <summary>The first purpose whose consent extends, if as many do as the jurisdiction wants.</summary>
    private PurposeNode? FindExtending(Extension extension, PurposeNode node)
    {
        PurposeNode? first = null;
        foreach (var candidate in extension.PurposesFrom)
        {
            if (candidate.IsRetired)
            {
                continue;
            }

            var extends = Extends(candidate, node);
            if (extends)
            {
                first ??= candidate;
            }

            if (extends != extension.Part.NeedsAll)
            {
                return extends ? first : null;
            }
        }

        return first;
    }

    /// <summary>Whether a consent that passes rows 9 to 14 is under a notice that says so; and none since changed what it means for the purpose that it is to reach.</summary>
    private bool Extends(PurposeNode candidate, PurposeNode node)
    {
        var status = StatusOf(candidate);
        return status.Value == FlagValue.Active && IsClear(candidate) && !IsUnknown(candidate) && HasPassingConsent(candidate, status)
            && NoticeOf(status.Give) is { } version && _rules.Notices.Find(version) is { SaysAutomatedCoversTraditional: true } notice && HasCome(notice.PublishedAt)
            && !IsSuperseded(version, status.Give, node);
    }

    private bool AnyActive(PurposeNode[] nodes)
    {
        foreach (var node in nodes)
        {
            if (StatusOf(node).Value == FlagValue.Active)
            {
                return true;
            }
        }

        return false;
    }

    private bool PermitBy(LawPart part, DecisionRow row, DecisionCode code, PurposeNode node, Obligations obligations = Obligations.None)
    {
        _source = ReferenceEquals(part.Citation, Citation.None) ? null : part.Citation.Source;
        return Permit(row, code, node, obligations);
    }

    private bool IsClear(PurposeNode node) =>
        !IsBlocked(node, node, ConsentFlag.Restriction, out _) && !IsBlocked(node, node, ConsentFlag.Objection, out _);

    /// <summary>Row 22d: where nothing permitted, and of companies national law decides, which the request does not name.</summary>
    private bool AskNationalLaw(PurposeNode node, scoped in EffectiveStatus status)
    {
        if (!_isAlone || _plan.NationalLaw.Length == 0 || _facts.Subscriber != Consent.SubscriberKind.LegalPerson || status.Value == FlagValue.Inactive)
        {
            return false;
        }

        foreach (var part in _plan.NationalLaw)
        {
            if (MayApply(part))
            {
                return Stop(DecisionRow.NationalLaw, DecisionOutcome.Review, DecisionCode.NationalLawDecides, node.Path, part);
            }
        }

        return false;
    }
}
