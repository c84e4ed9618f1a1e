using System.Text.Json.Serialization;

namespace Consent;

/// <summary>One of the three settings that every node has.</summary>
[JsonConverter(typeof(ConsentJsonConverter<ConsentFlag>))]
public enum ConsentFlag
{
    /// <summary>Consent demonstrated (GDPR art. 7(1)).</summary>
    Status = 0,

    /// <summary>Restriction of processing requested (art. 18; the product and its wire say "limitation").</summary>
    Restriction = 1,

    /// <summary>Objection (art. 21).</summary>
    Objection = 2,
}
