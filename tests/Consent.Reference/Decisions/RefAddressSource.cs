namespace Consent.Reference;

/// <summary>Where the address or number comes from.</summary>
public enum RefAddressSource
{
    /// <summary>Not stated.</summary>
    Unknown,

    /// <summary>Given by the person.</summary>
    Person,

    /// <summary>Taken from a public directory.</summary>
    PublicDirectory,
}
