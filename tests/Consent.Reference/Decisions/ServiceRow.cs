namespace Consent.Reference;

/// <summary>Row 4b: a purpose that rests on a contract or a duty by law, and the fact is stated.</summary>
internal static class ServiceRow
{
    public static RefDecision? Decide(Case it)
    {
        if (it.Taxonomy.Find(it.Request.Purpose) is not { IsPurpose: true, Retired: false, Basis: { } basis } purpose || !IsStated(it.Request, basis)
            || it.Request.HasDied || !Decider.Fits(it, purpose) || it.Request.Point?.Serves(purpose.Channel) == false
            || it.Person.Blocking(RefFlag.Restriction, purpose.Path) is not null || it.Person.IsUnknown(purpose.Path))
        {
            return null;
        }

        return IsRefusedItself(it, purpose) ? null : it.Permit(basis == "Contract" ? "CONTRACT" : "LEGAL_OBLIGATION", purpose.Path);
    }

    /// <summary>A no to the purpose itself, or to a group of nothing but such, stands. Compelling grounds do not answer what was kept of a closed id.</summary>
    public static bool IsRefusedItself(Case it, RefNode purpose)
    {
        var nodes = it.Covering.Above(purpose.Path).Where(node => HoldsOnlySuch(it.Taxonomy, node)).Append(purpose.Path).ToList();
        return it.Person.NoViews.Any(view => nodes.SelectMany(node => NoesOn(it, view, node, purpose)).Any(no => !IsAnswered(it, view, purpose.Path, no)));
    }

    private static bool IsStated(RefRequest request, string basis) =>
        basis == "Contract" ? request.Contract?.IsActive == true : !string.IsNullOrWhiteSpace(request.LegalObligation);

    private static bool HoldsOnlySuch(RefTaxonomy taxonomy, string node)
    {
        var purposes = taxonomy.PurposesUnder(node).Concat(taxonomy.Nodes.Where(it => it.Path == node && it.IsPurpose)).ToList();
        return node != RefTaxonomy.Root && purposes.Count > 0 && purposes.TrueForAll(it => it.Basis is not null);
    }

    /// <summary>The withdrawals ever said on a node, and the objections that stand there and were not taken back in between; under compelling grounds only what was kept when the id was closed.</summary>
    private static IEnumerable<long> NoesOn(Case it, IdView view, string node, RefNode purpose)
    {
        var isOverridden = Decider.IsOverridden(it, purpose);
        if (!isOverridden && view.LatestNo(node, RefFlag.Status, alone: true) is { } withdrawn)
        {
            yield return withdrawn;
        }

        var isKept = view.Fold.Get(node, RefFlag.Objection).InForce?.ChangeId == RefClosing.ChangeId;
        var between = node == purpose.Path ? [] : it.Covering.Between(node, purpose.Path).ToList();
        foreach (var (since, until) in view.Standing(RefFlag.Objection, node).Where(standing => !between.Any(n => view.IsRetracted(RefFlag.Objection, n, standing.Since))))
        {
            if (!isOverridden || (isKept && until is null))
            {
                yield return since;
            }
        }
    }

    private static bool IsAnswered(Case it, IdView view, string purpose, long no) =>
        view.Fold.Get(purpose, RefFlag.Status).InForce is { Active: true, IsAttested: true } give && give.IsInTime(it.Request.AsOf) && give.At > no;
}
