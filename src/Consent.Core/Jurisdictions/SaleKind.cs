using System.Text.Json.Serialization;

namespace Consent;

/// <summary>In the course of what a customer's address was obtained (ePrivacy 13(2)).</summary>
[JsonConverter(typeof(ConsentJsonConverter<SaleKind>))]
public enum SaleKind
{
    /// <summary>A sale that was paid.</summary>
    Paid = 0,

    /// <summary>A free account inside an offer that is paid for (CJEU C-654/23).</summary>
    Indirect = 1,

    /// <summary>Negotiations for a sale (UK: PECR 22(3)).</summary>
    Negotiation = 2,

    /// <summary>Support of a charity, or an interest shown in it (UK: PECR 22(3A)).</summary>
    Donation = 3,
}
