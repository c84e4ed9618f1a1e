using System.Text.Json.Serialization;

namespace Consent;

/// <summary>Where the address or number that would be used comes from.</summary>
[JsonConverter(typeof(ConsentJsonConverter<AddressSource>))]
public enum AddressSource
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>The person gave it.</summary>
    Person = 1,

    /// <summary>A public directory (Codice 129).</summary>
    PublicDirectory = 2,
}
