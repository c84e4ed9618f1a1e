namespace Consent.Reference;

/// <summary>The rule set.</summary>
public enum RefJurisdictionName
{
    /// <summary>Rows 1-4a, 9-19, 23-24 and the last.</summary>
    EuropeanUnion,

    /// <summary>Adds rows 5-8 and 20-22.</summary>
    Italy,
}
