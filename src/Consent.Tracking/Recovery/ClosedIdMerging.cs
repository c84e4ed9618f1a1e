namespace Consent.Tracking;

/// <summary>Puts together what is on record of a closed id and what the journal says was kept of it.</summary>
internal static class ClosedIdMerging
{
    /// <summary>All that either says.</summary>
    public static ClosedId AndAll(this ClosedId closed, ClosedId kept)
    {
        var erased = kept.WithoutLists();
        return closed.And(erased.Kind, erased.Since).AndBeside(kept);
    }

    /// <summary>The same with the other's noes and lists.</summary>
    public static ClosedId AndBeside(this ClosedId closed, ClosedId kept) => kept.Lists.Aggregate(closed.And(kept.Noes), (all, list) => all.And(list.List, list.At));
}
