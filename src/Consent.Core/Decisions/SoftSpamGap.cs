using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Which condition of soft spam is missing, of several the first.</summary>
[JsonConverter(typeof(ConsentJsonConverter<SoftSpamGap>))]
public enum SoftSpamGap
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>That the offer is for own products is not stated.</summary>
    OwnProducts,

    /// <summary>That the products are similar is not stated.</summary>
    SimilarProducts,

    /// <summary>The sale facts are not complete: reference, date, kind, address given in it, told then; or it was too long ago.</summary>
    Sale,

    /// <summary>The person is stated to be a minor.</summary>
    Minor,

    /// <summary>A restriction or objection is in force on the use itself.</summary>
    NotClear,
}
