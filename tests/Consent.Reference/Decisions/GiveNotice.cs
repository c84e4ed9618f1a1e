namespace Consent.Reference;

/// <summary>RULES 1, notices: under which version a give was made.</summary>
internal static class GiveNotice
{
    /// <summary>The version named or lent; else of the latest acceptance counting for the give's id, dated at or before the give.</summary>
    public static string? VersionOf(Case it, RefStatement give)
    {
        if (give.Notice is not null)
        {
            return give.Notice;
        }

        return it.History.Acceptances
            .Where(acceptance => it.Person.Links.Counts(acceptance, give.Contact) && acceptance.At <= give.At)
            .OrderByDescending(acceptance => acceptance.At)
            .ThenByDescending(acceptance => it.Published(acceptance.Version)?.PublishedAt) // null, never published, is lowest
            .ThenByDescending(acceptance => acceptance.Version, StringComparer.Ordinal)
            .FirstOrDefault()?.Version;
    }

    /// <summary>Row 12: another version, material for the purpose, was published after this one; one never published here is dated by the give.</summary>
    public static bool IsMateriallyChanged(Case it, RefStatement give, string version, string purpose)
    {
        var since = it.Published(version)?.PublishedAt ?? give.At;
        return it.Notices.Any(notice => notice.Material
            && (notice.MaterialFor.Count == 0 || notice.MaterialFor.Any(node => RefTaxonomy.IsUnder(purpose, node) || purpose == node || it.Covering.Covers(node, purpose)))
            && notice.Version != version
            && notice.PublishedAt > since
            && notice.PublishedAt <= it.Request.AsOf);
    }
}
