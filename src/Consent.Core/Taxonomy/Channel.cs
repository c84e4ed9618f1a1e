using System.Text.Json.Serialization;

namespace Consent;

/// <summary>By which means people are reached for a purpose. National rules differ by it: Codice art. 130(1)-(2) against 130(3).</summary>
[JsonConverter(typeof(ConsentJsonConverter<Channel>))]
public enum Channel
{
    /// <summary>No contact is made, or a means that no rule names.</summary>
    None = 0,

    /// <summary>A call by an operator.</summary>
    Phone = 1,

    /// <summary>Paper mail.</summary>
    Paper = 2,

    /// <summary>A text message.</summary>
    Sms = 3,

    /// <summary>Electronic mail.</summary>
    Email = 4,

    /// <summary>A push notification.</summary>
    Push = 5,

    /// <summary>An instant message.</summary>
    InstantMessage = 6,

    /// <summary>A call without an operator.</summary>
    AutomatedPhone = 7,
}
