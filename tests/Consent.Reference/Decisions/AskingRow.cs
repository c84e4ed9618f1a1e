namespace Consent.Reference;

/// <summary>Row A: may the person be asked for their consent. Rows 2'' to 4a, but 2c, were passed.</summary>
internal static class AskingRow
{
    public static RefDecision Decide(Case it, RefNode purpose)
    {
        if (ConsentBasis.Own(it, purpose, attestedOnly: purpose.SoftSpamFor is not null) is { } give && !IsToBeRenewed(it, purpose, give))
        {
            return it.NoBasis("ALREADY_GIVEN", purpose.Path);
        }

        if (it.History.Closings.Any(closing => !closing.Opened && it.Person.NoIds.Contains(closing.Contact)))
        {
            return it.NoBasis("ERASED", purpose.Path);
        }

        return Terms(it, purpose).Any(end => it.Request.AsOf < end) ? it.Deny("ASKED_LATELY", purpose.Path) : it.Permit("MAY_ASK", purpose.Path);
    }

    private static bool IsToBeRenewed(Case it, RefNode purpose, RefStatement give)
    {
        var ends = ConsentBasis.EndsOf(it, purpose, give).Concat(give.Until is { } until ? [until] : []).ToList();
        var months = it.Permitting("asking", purpose).Select(part => part.Number("renewableMonths")).Min();
        return months is not null && ends.Count > 0 && it.Request.AsOf >= Clock.AddMonths(ends.Min(), -months.Value);
    }

    /// <summary>When each term ends that a no, or an answer put off, began.</summary>
    private static IEnumerable<long> Terms(Case it, RefNode purpose)
    {
        string[] nodes = purpose.SoftSpamFor is { } channel ? [purpose.Path, channel] : [purpose.Path];
        var noes = nodes.SelectMany(node => it.Person.NoViews.Where(view => view.Status(node) == RefValue.Inactive).Select(view => view.LatestNo(node, RefFlag.Status)!.Value)).ToList();
        var putOff = it.Person.NoViews.SelectMany(view => it.Covering.Above(purpose.Path).Append(purpose.Path).Select(node => view.Fold.Get(node, RefFlag.Status).Asked)).OfType<long>().ToList();
        foreach (var part in it.Narrowing("asking", purpose))
        {
            foreach (var no in part.Number("afterNoMonths") is null ? [] : noes)
            {
                yield return Clock.AddMonths(no, part.Number("afterNoMonths")!.Value);
            }

            foreach (var asked in part.Number("afterPutOffMonths") is null ? [] : putOff)
            {
                yield return Clock.AddMonths(asked, part.Number("afterPutOffMonths")!.Value);
            }
        }
    }
}
