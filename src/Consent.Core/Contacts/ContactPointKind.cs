using System.Text.Json.Serialization;

namespace Consent;

/// <summary>By what a person is reached at a contact point.</summary>
[JsonConverter(typeof(ConsentJsonConverter<ContactPointKind>))]
public enum ContactPointKind
{
    /// <summary>By e-mail.</summary>
    Email = 0,

    /// <summary>By phone: calls, SMS and what else takes a phone number.</summary>
    Phone = 1,
}
