using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What a recorded statement did when it was recorded. Arrival decides it, so it takes no part in the fold.</summary>
[JsonConverter(typeof(ConsentJsonConverter<StatementEffect>))]
public enum StatementEffect
{
    /// <summary>It came into force.</summary>
    InForce = 0,

    /// <summary>Something said already, or in the same change, outranks it.</summary>
    Superseded = 1,

    /// <summary>An asserted yes against a no: recorded, without effect, and on the quarantine list.</summary>
    WouldWeaken = 2,

    /// <summary>A no that a later yes of the person outranks: recorded and told, so that the host can ask.</summary>
    NoWithoutEffect = 3,

    /// <summary>It waits for the person's confirmation.</summary>
    Pending = 4,
}
