namespace Consent.Reference;

/// <summary>Row 1: storing needs a restriction or a consent; the record of a no is kept anyway.</summary>
internal static class StorageRow
{
    public static RefDecision Decide(Case it)
    {
        var purpose = it.Request.Purpose ?? "";
        if (it.Person.Blocking(RefFlag.Restriction, purpose) is { } restricted)
        {
            return PermitWhatIsKnown(it, purpose, "STORAGE_UNDER_RESTRICTION", restricted);
        }

        // An unknown path and a group have no consent of their own.
        if (it.Taxonomy.Find(purpose) is { IsPurpose: true } node)
        {
            it.Fails.UnionWith(ConsentBasis.FailsOf(it, node));
            if (it.Fails.Count == 0)
            {
                return PermitWhatIsKnown(it, purpose, "CONSENT", purpose);
            }
        }

        return it.NoBasis("NOT_CONSENT_BASED", it.Request.Purpose);
    }

    /// <summary>RULES 1: decisions on a node that an unknown entry may have touched are Review, never Permit.</summary>
    private static RefDecision PermitWhatIsKnown(Case it, string purpose, string code, string node) =>
        it.Person.UnknownNode(purpose) is { } unknown
            ? it.Review("UNKNOWN_ENTRY_KIND", unknown)
            : it.Permit(code, node);
}
