using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What the host states for soft spam (ePrivacy 13(2); Codice 130(4)). A fact left out never moves a decision towards Permit.</summary>
[JsonConverter(typeof(ConsentJsonConverter<SaleFacts>))]
public sealed record SaleFacts
{
    /// <summary>The sale in whose course the address was obtained: an order number.</summary>
    public string? Reference { get; init; }

    /// <summary>When it was; one dated after the as-of instant is none.</summary>
    public Timestamp? At { get; init; }

    /// <summary>Whether the person gave the address in that sale.</summary>
    public bool? AddressGiven { get; init; }

    /// <summary>Whether the person was then told of this use and could refuse.</summary>
    public bool? Informed { get; init; }

    /// <summary>Whether the offer is for own products; <see langword="false"/>: for a third party's.</summary>
    public bool? OwnProducts { get; init; }

    /// <summary>Whether the offer is for products similar to those sold.</summary>
    public bool? SimilarProducts { get; init; }

    /// <summary>What kind of sale it was; <see langword="null"/>: not stated.</summary>
    public SaleKind? Kind { get; init; }

    /// <summary>The type's name only.</summary>
    public override string ToString() => "SaleFacts(hidden)";
}
