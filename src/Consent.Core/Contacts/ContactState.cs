using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Whether a contact's record is open for changes.</summary>
[JsonConverter(typeof(ConsentJsonConverter<ContactState>))]
public enum ContactState
{
    /// <summary>As usual.</summary>
    Open = 0,

    /// <summary>Its erasure has begun and is not done (GDPR art. 17).</summary>
    Erasing = 1,

    /// <summary>Erased, and kept only as a closed id (<see cref="ClosedId"/>), until the person opens it again.</summary>
    Closed = 2,

    /// <summary>What the store has of it is not what was written there: nothing that it says can be relied on (<see cref="ContactConsents.Altered"/>). Never written.</summary>
    Altered = 3,
}
