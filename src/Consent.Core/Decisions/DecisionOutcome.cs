using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What a decision comes to.</summary>
[JsonConverter(typeof(ConsentJsonConverter<DecisionOutcome>))]
public enum DecisionOutcome
{
    /// <summary>Nothing forbids it, and nothing allows it: do not.</summary>
    NoBasis = 0,

    /// <summary>The person's word, or the law, forbids it: do not.</summary>
    Deny = 1,

    /// <summary>A human must look first: do not until then.</summary>
    Review = 2,

    /// <summary>Allowed, on the basis named, with the obligations named.</summary>
    Permit = 3,
}
