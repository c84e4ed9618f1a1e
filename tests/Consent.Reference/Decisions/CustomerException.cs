namespace Consent.Reference;

/// <summary>Rows 17-19: own similar offers after a sale, without consent.</summary>
internal static class CustomerException
{
    /// <summary>The use of a channel's purpose: the first one that is a purpose and not retired.</summary>
    public static RefNode? UseOf(Case it, RefNode purpose) =>
        it.Taxonomy.Nodes.FirstOrDefault(node => node.SoftSpamFor == purpose.Path && node.IsPurpose && !node.Retired);

    public static RefDecision? Decide(Case it, RefNode purpose, RefNode? use)
    {
        var exceptions = it.Permitting("customerException", purpose).ToList();
        if (exceptions.Count == 0)
        {
            it.Fails.Add("SOFT_SPAM_CHANNEL");
            return null;
        }

        if (RefusalRow.BlocksUse(it, use))
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
            if (GapOf(it, exception, use) is null)
            {
                return it.Permit("SOFT_SPAM", (use ?? purpose).Path, [.. Obliging.Of(exception), Obliging.OptOut]);
            }
        }

        it.Fails.Add("SOFT_SPAM_CONDITION");
        it.Gap = GapOf(it, exceptions[0], use);
        return null;
    }

    /// <summary>Row 18: the first condition that is missing.</summary>
    private static string? GapOf(Case it, RefLawPart exception, RefNode? use)
    {
        var sale = it.Request.Sale;
        return sale?.Own != true ? "OwnProducts"
            : sale.Similar != true ? "SimilarProducts"
            : !IsComplete(it, exception, sale) ? "Sale"
            : Ages.StatedNow(it.Request).Any(age => age < it.Law.MinorAge) ? "Minor"
            : use is not null && (!it.Person.IsClear(use.Path) || it.Person.IsUnknown(use.Path)) ? "NotClear"
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
