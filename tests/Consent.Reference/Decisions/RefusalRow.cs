namespace Consent.Reference;

/// <summary>Row 16: a no blocks the other bases.</summary>
internal static class RefusalRow
{
    /// <summary>A withdrawal, or a no on a covering node, always; a refusal of the purpose itself by a switch. Keeps the code.</summary>
    public static bool Blocks(Case it, RefNode purpose)
    {
        var status = it.Person.Status(purpose.Path);
        var blocks = status.Value == RefValue.Inactive
            && (status.Withdrawn || IsCovered(it, purpose.Path) || it.Law.RefusalBlocksCustomerException);
        if (blocks)
        {
            it.Fails.Add("REFUSED_BY_PERSON");
        }

        return blocks;
    }

    /// <summary>A no to the use itself always does.</summary>
    public static bool BlocksUse(Case it, RefNode? use)
    {
        var blocks = use is not null && it.Person.Status(use.Path).Value == RefValue.Inactive;
        if (blocks)
        {
            it.Fails.Add("REFUSED_BY_PERSON");
        }

        return blocks;
    }

    private static bool IsCovered(Case it, string purpose) =>
        it.Person.NoViews.Any(view => it.Covering.Above(purpose).Any(above => view.Fold.Get(above, RefFlag.Status).LatestProtective is not null));
}
