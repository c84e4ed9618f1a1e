namespace Consent.Reference;

/// <summary>Rows 17-19: own similar offers after a sale, without consent.</summary>
internal static class CustomerException
{
    /// <summary>The use of a channel's purpose: the first one that is a purpose and not retired.</summary>
    public static RefNode? UseOf(Case it, RefNode purpose) =>
        it.Taxonomy.Nodes.FirstOrDefault(node => node.SoftSpamFor == purpose.Path && node.IsPurpose && !node.Retired);

    /// <summary>Where a no to that use may have been said: on any use of the channel, retired too; where there is none, on the group of such uses.</summary>
    public static IReadOnlyList<RefNode> UsesOf(Case it, RefNode purpose)
    {
        var uses = it.Taxonomy.Nodes.Where(node => node.SoftSpamFor == purpose.Path).ToList();
        return uses.Count > 0 ? uses : it.Taxonomy.Nodes.Where(node => node.Path == "softSpam").ToList();
    }

    public static RefDecision? Decide(Case it, RefNode purpose, RefNode? use)
    {
        var exceptions = it.Permitting("customerException", purpose).ToList();
        if (exceptions.Count == 0)
        {
            it.Fails.Add("SOFT_SPAM_CHANNEL");
            return null;
        }

        if (UsesOf(it, purpose).Any(one => RefusalRow.BlocksUse(it, one)))
        {
            return null;
        }

        if (it.Request.Sale?.Own == false)
        {
            it.Fails.Add("SOFT_SPAM_OWN_ONLY");
            return null;
        }

        foreach (var exception in exceptions)
        {
            if (GapOf(it, exception, purpose) is null)
            {
                return it.Permit("SOFT_SPAM", (use ?? purpose).Path, [.. Obliging.Of(exception), Obliging.OptOut]);
            }
        }

        it.Fails.Add("SOFT_SPAM_CONDITION");
        it.Gap = GapOf(it, exceptions[0], purpose);
        return null;
    }

    /// <summary>Row 18: the first condition that is missing.</summary>
    private static string? GapOf(Case it, RefLawPart exception, RefNode purpose)
    {
        var sale = it.Request.Sale;
        return sale?.Own != true ? "OwnProducts"
            : sale.Similar != true ? "SimilarProducts"
            : !IsComplete(it, exception, sale) ? "Sale"
            : Ages.StatedNow(it.Request).Any(age => age < it.Law.MinorAge) ? "Minor"
            : UsesOf(it, purpose).Any(use => !it.Person.IsClear(use.Path) || it.Person.IsUnknown(use.Path)) ? "NotClear"
            : null;
    }

    private static bool IsComplete(Case it, RefLawPart exception, RefSale sale) =>
        !string.IsNullOrWhiteSpace(sale.Reference)
        && sale.At is { } at && at <= it.Request.AsOf
        && sale.AddressGiven == true
        && sale.Informed == true
        && sale.Kind is not null && exception.Names("sales").Contains(sale.Kind)
        && (exception.Number("longestAgeMonths") is not { } months || it.Request.AsOf < Clock.AddMonths(at, months));
}
