namespace Consent.Reference;

/// <summary>The value of a flag.</summary>
public enum RefValue
{
    /// <summary>Nothing was said.</summary>
    Unset,

    /// <summary>Refused or withdrawn; lifted; retracted.</summary>
    Inactive,

    /// <summary>Given; restricted; objected.</summary>
    Active,
}
