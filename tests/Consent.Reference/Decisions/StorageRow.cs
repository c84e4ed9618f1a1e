namespace Consent.Reference;

/// <summary>Row 1: storing needs a restriction or a consent; the record of a no is kept anyway.</summary>
internal static class StorageRow
{
    public static RefDecision Decide(Case it)
    {
        var purpose = it.Request.Purpose ?? "";
        if (it.Person.UnknownNode(purpose) is { } unknown)
        {
            return it.Review("UNKNOWN_ENTRY_KIND", unknown);
        }

        if (it.Person.Blocking(RefFlag.Restriction, purpose) is { } restricted)
        {
            return it.Permit("STORAGE_UNDER_RESTRICTION", restricted);
        }

        // An unknown path and a group have no consent of their own.
        if (it.Taxonomy.Find(purpose) is { IsPurpose: true } node)
        {
            it.Fails.UnionWith(ConsentBasis.FailsOf(it, node));
            if (it.Fails.Count == 0)
            {
                return it.Permit("CONSENT", purpose);
            }
        }

        return it.NoBasis("NOT_CONSENT_BASED", it.Request.Purpose);
    }
}
