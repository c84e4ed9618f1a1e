namespace Consent.Reference;

/// <summary>Row 6: do-not-contact lists.</summary>
internal static class ListRow
{
    /// <summary>Enrolled in any list: Deny; else never checked, or too long ago: Review.</summary>
    /// <param name="it">The case.</param>
    /// <param name="nodes">The nodes looked at; the last is the purpose by whose channel the person is reached.</param>
    /// <param name="own">The own consent that passes rows 9-14.</param>
    public static RefDecision? Decide(Case it, IReadOnlyList<RefNode> nodes, RefStatement? own)
    {
        var purpose = nodes[^1];
        var lists = AskedOf(it, nodes, own).ToList();
        foreach (var list in lists)
        {
            if (LatestEnrolment(it, list) is { } enrolled && !(own is not null && Saves(it, list, own, enrolled)))
            {
                return it.Deny("LISTED", purpose.Path) with { List = list.Text("name") };
            }
        }

        foreach (var list in lists)
        {
            if (!(Facts(it, list)?.CheckedAt <= it.Request.AsOf))
            {
                return it.Review("LIST_NOT_CHECKED", purpose.Path) with { List = list.Text("name") };
            }

            if (HoldsDays(list, purpose) is { } days && !Clock.IsWithinDays(Facts(it, list)!.CheckedAt!.Value, it.Request.AsOf, days))
            {
                return it.Review("LIST_STALE", purpose.Path) with { List = list.Text("name") };
            }
        }

        return null;
    }

    /// <summary>Row 22: a list that is asked has the person.</summary>
    public static bool IsEnrolled(Case it, RefNode purpose) => AskedOf(it, [purpose], own: null).Any(list => LatestEnrolment(it, list) is not null);

    /// <summary>One that a consent passes in any order is not asked where there is one.</summary>
    private static IEnumerable<RefLawPart> AskedOf(Case it, IReadOnlyList<RefNode> nodes, RefStatement? own) =>
        it.Narrowing("list").Where(list => nodes.Any(node => Covers(it, list, node)) && !(list.Text("passes") == "anyConsent" && own is not null));

    private static bool Covers(Case it, RefLawPart list, RefNode node)
    {
        var isOwnAddress = node.Family == "contact" && list.Names("directoryOnly").Contains(node.Channel) && it.Request.AddressSource == RefAddressSource.Person;
        return !isOwnAddress && (list.IsAbout(node) || (list.Flag("blocksTransfers") && node.Family == "transfer"));
    }

    private static RefList? Facts(Case it, RefLawPart list) => it.Request.Lists.FirstOrDefault(facts => string.Equals(facts.Name, list.Text("name"), StringComparison.OrdinalIgnoreCase));

    /// <summary>The latest enrolment, or renewal where it counts, whose grace is over.</summary>
    private static long? LatestEnrolment(Case it, RefLawPart list)
    {
        var facts = Facts(it, list);
        var grace = list.Number("graceDays") ?? 0;
        return new[] { facts?.EnrolledAt ?? facts?.RenewedAt, list.Flag("renewalCounts") ? facts?.RenewedAt : null }
            .Where(at => at is not null && (grace == 0 || Clock.IsOver(at.Value, it.Request.AsOf, grace))).Max();
    }

    private static bool Saves(Case it, RefLawPart list, RefStatement own, long enrolled) =>
        (list.Text("passes") == "laterConsent" && own.At > enrolled)
        || (list.Number("contractEndedDays") is { } days && IsWithinContract(it, own, days));

    /// <summary>Given within the stated contract, which is in force or ended at most so many days ago.</summary>
    private static bool IsWithinContract(Case it, RefStatement own, int days)
    {
        if (it.Request.Contract is not { } contract || !(contract.StartedAt <= own.At) || contract.StartedAt > it.Request.AsOf)
        {
            return false;
        }

        return contract.IsActive
            || (contract.EndedAt is { } ended && own.At <= ended && ended <= it.Request.AsOf && Clock.IsWithinDays(ended, it.Request.AsOf, days));
    }

    private static int? HoldsDays(RefLawPart list, RefNode purpose) =>
        (purpose.Family == "transfer" ? null : list.NumberIn("checkHoldsDays", purpose.Channel)) ?? list.NumberIn("checkHoldsDays", "default");
}
