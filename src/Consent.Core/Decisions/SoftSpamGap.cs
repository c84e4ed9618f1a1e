namespace Consent;

/// <summary>Which condition of soft spam is missing, of several the first.</summary>
public enum SoftSpamGap
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>That the offer is for own products is not stated.</summary>
    OwnProducts,

    /// <summary>That the products are similar is not stated.</summary>
    SimilarProducts,

    /// <summary>Neither a consent to the soft-spam purpose nor a complete set of sale facts.</summary>
    Sale,

    /// <summary>A restriction or objection is in force on the soft-spam purpose.</summary>
    NotClear,

    /// <summary>Paper: the source of the address is not known, or the register not checked.</summary>
    AddressSource,
}
