using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What a link that was sent to a contact is for.</summary>
[JsonConverter(typeof(ConsentJsonConverter<PersonalLinkKind>))]
public enum PersonalLinkKind
{
    /// <summary>To object and to withdraw, for the purposes that it names.</summary>
    Unsubscribe = 0,

    /// <summary>To confirm what was given for the purposes that it names: the second step of a double opt-in.</summary>
    DoubleOptIn = 1,

    /// <summary>To see one's own consents and to protect oneself; to give too, where the host lets it.</summary>
    Preferences = 2,
}
