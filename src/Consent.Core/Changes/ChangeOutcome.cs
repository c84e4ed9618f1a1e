using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What became of a whole change.</summary>
[JsonConverter(typeof(ConsentJsonConverter<ChangeOutcome>))]
public enum ChangeOutcome
{
    /// <summary>Something was recorded.</summary>
    Recorded = 0,

    /// <summary>Everything was on record already; nothing was written.</summary>
    Unchanged = 1,

    /// <summary>The change was recorded before, under the same id and with the same content.</summary>
    Repeated = 2,

    /// <summary>Nothing of it could be accepted.</summary>
    Refused = 3,
}
