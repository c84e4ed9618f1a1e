namespace Consent;

/// <summary>Which parts of the law apply: their dates, sectors and kinds of subscriber. What narrows applies if it may; what permits, only if it surely does.</summary>
internal ref partial struct Evaluation
{
    /// <summary>Whether a part that narrows applies: to one of the sectors, and to a kind of subscriber that it may be.</summary>
    private bool MayApply(LawPart part) => MayApplyTo(part.Scope) && IsInForce(part);

    /// <summary>Whether a part that permits applies: to all sectors, and to every kind of subscriber that it may be.</summary>
    private bool SurelyApplies(LawPart part)
    {
        var scope = part.Scope;
        return (_facts.Subscriber is { } kind ? scope.IsAbout(kind) : scope.Kinds == LawScope.AllKinds) && IsSurelyOfSectors(scope) && IsInForce(part);
    }

    private readonly bool MayApplyTo(LawScope scope) => (_facts.Subscriber is not { } kind || scope.IsAbout(kind)) && MayBeOfSectors(scope);

    private bool IsInForce(LawPart part) => (part.From is not { } from || HasCome(from)) && (part.Until is not { } until || !HasCome(until));

    private readonly bool MayBeOfSectors(LawScope scope)
    {
        if (!scope.HasSectors)
        {
            return true;
        }

        foreach (var sector in _rules.Sectors)
        {
            if (scope.IsAbout(sector))
            {
                return true;
            }
        }

        return (_facts.Sector is { } stated && scope.IsAbout(stated)) || (_rules.Sectors.IsEmpty && scope.IsAbout(Sector.Other));
    }

    private readonly bool IsSurelyOfSectors(LawScope scope)
    {
        if (!scope.HasSectors)
        {
            return true;
        }

        foreach (var sector in _rules.Sectors)
        {
            if (!scope.IsAbout(sector))
            {
                return false;
            }
        }

        return (_facts.Sector is not { } stated || scope.IsAbout(stated)) && (!_rules.Sectors.IsEmpty || scope.IsAbout(Sector.Other));
    }
}
