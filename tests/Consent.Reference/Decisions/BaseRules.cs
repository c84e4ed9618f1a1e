namespace Consent.Reference;

/// <summary>Rows 22-22b: what the rules of a jurisdiction permit without consent, while the person has not refused.</summary>
internal static class BaseRules
{
    /// <summary>They must permit for every kind of subscriber that is possible; the first kind gives the code.</summary>
    public static RefDecision? Decide(Case it, RefNode purpose)
    {
        var winners = it.Kinds.Select(kind => Winners(it, purpose, kind)).ToList();
        return winners.TrueForAll(found => found.Count > 0)
            ? it.Permit(CodeOf(winners[0][0]), purpose.Path, winners.SelectMany(found => found).SelectMany(ObligationsOf))
            : null;
    }

    /// <summary>The first rule that permits of each group; empty where there is no rule, or a group has none that permits.</summary>
    private static List<RefLawPart> Winners(Case it, RefNode purpose, string kind)
    {
        var rules = it.InForce("rule").Where(rule => rule.IsAbout(purpose) && rule.IsAboutKind(kind) && it.Sectors.Any(rule.IsAboutSector)).ToList();

        // A rule without a name is a group of its own.
        var groups = rules.GroupBy(rule => rule.Text("group") ?? (object)rule).ToList();
        var winners = groups.Select(group => group.FirstOrDefault(rule => Permits(it, rule, purpose))).OfType<RefLawPart>().ToList();
        return winners.Count == groups.Count ? winners : [];
    }

    /// <summary>What is about some of the sectors only stands in the way of the others.</summary>
    private static bool Permits(Case it, RefLawPart rule, RefNode purpose) =>
        it.Sectors.All(rule.IsAboutSector) && rule.Names("conditions").All(condition => IsMet(it.Request, rule, condition)) && rule.Text("rule") switch
        {
            "optOut" => !ListRow.IsEnrolled(it, purpose),
            "presumed" or "free" => true,
            "interest" => it.Request.Interest is { } interest && !string.IsNullOrWhiteSpace(interest.AssessmentId) && interest.AssessedAt <= it.Request.AsOf,
            _ => false,
        };

    private static bool IsMet(RefRequest request, RefLawPart rule, string condition) => condition switch
    {
        "relatedContract" => request.Contract is { IsActive: true, IsRelated: true } contract && !(contract.StartedAt > request.AsOf),
        "recentCustomer" => request.Sale is { At: { } at, Own: true, Similar: true, Kind: "paid" or "indirect" }
            && at <= request.AsOf && rule.Number("recentMonths") is { } months && request.AsOf < Clock.AddMonths(at, months),
        "concernsTheirTrade" => request.ConcernsTheirTrade == true,
        "businessRelation" => request.HasBusinessRelation == true,
        "publicDirectory" => request.AddressSource == RefAddressSource.PublicDirectory,
        "directoryListed" => request.Directory == "listed",
        "directoryMarked" => request.Directory == "marked",
        "directoryUnlisted" => request.Directory == "unlisted",
        "noDirectMarketing" => request.ServesNoDirectMarketing,
        _ => false,
    };

    private static string CodeOf(RefLawPart rule) => rule.Text("rule") switch
    {
        "optOut" => "OPT_OUT",
        "interest" => "LEGITIMATE_INTEREST",
        _ => "SUBSCRIBER_KIND",
    };

    private static IEnumerable<string> ObligationsOf(RefLawPart rule) =>
        rule.Text("rule") == "interest" ? Obliging.Of(rule).Append(Obliging.OptOut) : Obliging.Of(rule);
}
