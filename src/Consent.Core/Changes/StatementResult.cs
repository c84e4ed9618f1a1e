using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What became of one statement.</summary>
[JsonConverter(typeof(ConsentJsonConverter<StatementResult>))]
public enum StatementResult
{
    /// <summary>Recorded and in force.</summary>
    InForce = 0,

    /// <summary>Recorded, without effect.</summary>
    WithoutEffect = 1,

    /// <summary>On record already; not recorded again.</summary>
    Unchanged = 2,

    /// <summary>Not recorded.</summary>
    Refused = 3,

    /// <summary>Recorded; it waits for the person's confirmation and is not in force.</summary>
    Pending = 4,
}
