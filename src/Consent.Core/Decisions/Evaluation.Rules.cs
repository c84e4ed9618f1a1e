namespace Consent;

/// <summary>Rows 22 to 22b: what the jurisdiction permits without consent, until a no.</summary>
internal ref partial struct Evaluation
{
    /// <summary>Asked kind by kind of subscriber; where none is stated, all must be permitted, and the first says why.</summary>
    private bool AskRules(PurposeNode node)
    {
        if (_plan.Rules.Length == 0)
        {
            return false;
        }

        RulePart? deciding = null;
        var obligations = Obligations.None;
        if (_facts.Subscriber is { } known && !Enum.IsDefined(known))
        {
            return false;
        }

        for (var kind = Consent.SubscriberKind.Person; kind <= Consent.SubscriberKind.LegalPerson; kind++)
        {
            if (_facts.Subscriber is { } stated && stated != kind)
            {
                continue;
            }

            if (!IsPermitted(node, kind, out var winning, ref obligations))
            {
                return false;
            }

            deciding ??= winning;
        }

        _reliedOn = default;
        var (row, code) = deciding!.Rule switch
        {
            ContactRule.OptOut => (DecisionRow.OptOut, DecisionCode.OptOut),
            ContactRule.Interest => (DecisionRow.Interest, DecisionCode.LegitimateInterest),
            _ => (DecisionRow.SubscriberKind, DecisionCode.SubscriberKind),
        };
        return PermitBy(deciding, row, code, node, obligations);
    }

    /// <summary>Every group of rules that applies must have one that permits; the first group's says why.</summary>
    private bool IsPermitted(PurposeNode node, Consent.SubscriberKind kind, out RulePart? deciding, ref Obligations obligations)
    {
        deciding = null;
        var rules = _plan.Rules;
        for (var i = 0; i < rules.Length; i++)
        {
            if (!Applies(rules[i], kind) || IsOfAnEarlierGroup(i, kind))
            {
                continue;
            }

            if (FirstPermitting(i, kind, node) is not { } winning)
            {
                return false;
            }

            deciding ??= winning;
            obligations |= winning.Obligations;
        }

        return deciding is not null;
    }

    private bool IsOfAnEarlierGroup(int rule, Consent.SubscriberKind kind)
    {
        var rules = _plan.Rules;
        for (var i = 0; i < rule && rules[rule].Group is not null; i++)
        {
            if (string.Equals(rules[i].Group, rules[rule].Group, StringComparison.Ordinal) && Applies(rules[i], kind))
            {
                return true;
            }
        }

        return false;
    }

    private RulePart? FirstPermitting(int first, Consent.SubscriberKind kind, PurposeNode node)
    {
        var rules = _plan.Rules;
        for (var i = first; i < rules.Length; i++)
        {
            if ((i == first || (rules[first].Group is { } group && string.Equals(rules[i].Group, group, StringComparison.Ordinal) && Applies(rules[i], kind))) && Permits(rules[i], node))
            {
                return rules[i];
            }
        }

        return null;
    }

    private bool Applies(RulePart rule, Consent.SubscriberKind kind) =>
        rule.Scope.IsAbout(kind) && MayBeOfSectors(rule.Scope) && IsInForce(rule);

    /// <summary>A rule permits what it is about in every sector of the host; one that is about some of them only stands in the way.</summary>
    private bool Permits(RulePart rule, PurposeNode node) => IsSurelyOfSectors(rule.Scope) && rule.Rule switch
    {
        ContactRule.OptIn => false,
        ContactRule.OptOut => AreMet(rule) && !IsOnAList(node),
        ContactRule.Interest => AreMet(rule) && _facts.Interest is { } interest && !string.IsNullOrWhiteSpace(interest.AssessmentId) && HasCome(interest.AssessedAt),
        _ => AreMet(rule),
    };

    private bool AreMet(RulePart rule)
    {
        foreach (var condition in rule.Conditions)
        {
            if (!IsMet(condition, rule))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsMet(LawCondition condition, RulePart rule) => condition switch
    {
        LawCondition.RelatedContract => _facts.Contract is { IsActive: true, IsRelated: true } contract && (contract.StartedAt is not { } started || HasCome(started)),
        LawCondition.RecentCustomer => _facts.Sale is { Kind: SaleKind.Paid or SaleKind.Indirect, OwnProducts: true, SimilarProducts: true, At: { } at } && HasCome(at) && !HasCome(at.PlusMonths(rule.RecentMonths!.Value)),
        LawCondition.ConcernsTheirTrade => _facts.ConcernsTheirTrade == true,
        LawCondition.BusinessRelation => _facts.HasBusinessRelation == true,
        LawCondition.PublicDirectory => _facts.AddressSource == AddressSource.PublicDirectory,
        LawCondition.DirectoryListed => _facts.Directory == DirectoryEntry.Listed,
        LawCondition.DirectoryMarked => _facts.Directory == DirectoryEntry.Marked,
        LawCondition.DirectoryUnlisted => _facts.Directory == DirectoryEntry.Unlisted,
        _ => _request.ServesNoDirectMarketing,
    };
}
