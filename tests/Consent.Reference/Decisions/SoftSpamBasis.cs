namespace Consent.Reference;

/// <summary>Rows 16-20: soft spam.</summary>
internal static class SoftSpamBasis
{
    /// <summary>The soft-spam node of a channel's purpose: the first one that is a purpose and not retired.</summary>
    public static RefNode? CounterpartOf(Case it, RefNode purpose) =>
        it.Taxonomy.Nodes.FirstOrDefault(node => node.SoftSpamFor == purpose.Path && node.IsPurpose && !node.Retired);

    public static RefDecision? Decide(Case it, RefNode purpose, RefNode? softSpam)
    {
        if (IsRefused(it, purpose, softSpam))
        {
            return null;
        }

        // Row 17
        var byPaper = purpose.Channel == "paper" && it.IsItaly && it.Jurisdiction.SoftSpamByPaper;
        if (softSpam is null || !(purpose.Channel == "email" || byPaper))
        {
            it.Fails.Add("SOFT_SPAM_CHANNEL");
            return null;
        }

        if (it.Request.Sale?.Own == false)
        {
            it.Fails.Add("SOFT_SPAM_OWN_ONLY");
            return null;
        }

        // Row 18, and row 20 for the address
        if (!AreConditionsMet(it, softSpam) || (byPaper && !it.IsPaperAddressKnown))
        {
            it.Fails.Add("SOFT_SPAM_CONDITION");
            return null;
        }

        // Rows 19 and 20
        return it.Permit(byPaper ? "SOFT_SPAM_PAPER" : "SOFT_SPAM_EMAIL", softSpam.Path, includeOptOut: true);
    }

    /// <summary>Row 16: a no on the channel (a switch) or on its soft spam (always).</summary>
    private static bool IsRefused(Case it, RefNode purpose, RefNode? softSpam)
    {
        var channelRefused = it.Person.Status(purpose.Path).Value == RefValue.Inactive;
        var softSpamRefused = softSpam is not null && it.Person.Status(softSpam.Path).Value == RefValue.Inactive;
        if (channelRefused || softSpamRefused)
        {
            it.Fails.Add("REFUSED_BY_PERSON");
        }

        return softSpamRefused || (channelRefused && it.Jurisdiction.RefusalBlocksSoftSpam);
    }

    /// <summary>Row 18.</summary>
    private static bool AreConditionsMet(Case it, RefNode softSpam)
    {
        var sale = it.Request.Sale;
        if (sale is not { Own: true, Similar: true })
        {
            return false;
        }

        if (!it.Person.IsClear(softSpam.Path) || it.Person.IsUnknown(softSpam.Path))
        {
            return false;
        }

        var saleHolds = !string.IsNullOrWhiteSpace(sale.Reference)
            && sale.At <= it.Request.AsOf
            && sale.AddressGiven == true
            && sale.Informed == true;
        return it.Person.Status(softSpam.Path).Value switch
        {
            RefValue.Active => true,
            RefValue.Unset => saleHolds,
            _ => false,
        };
    }
}
