using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What a request to erase somebody wants to be kept.</summary>
[JsonConverter(typeof(ConsentJsonConverter<ErasureKeeps>))]
public enum ErasureKeeps
{
    /// <summary>That the id was erased, and when, so that nothing said before counts again; and that it must not be contacted, where a no is in force.</summary>
    Erased = 0,

    /// <summary>That the id was erased, when, and that it must not be contacted.</summary>
    NeverContact = 1,

    /// <summary>Nothing at all: the id may come back with the next file. What was kept of it before goes too.</summary>
    Nothing = 2,
}
