using System.Text.Json.Serialization;

namespace Consent;

/// <summary>How a change arrived.</summary>
[JsonConverter(typeof(ConsentJsonConverter<ChangeSource>))]
public enum ChangeSource
{
    /// <summary>An operator's user interface: one contact at a time.</summary>
    UserInterface = 0,

    /// <summary>A programming interface.</summary>
    Api = 1,

    /// <summary>A file or a sync of many contacts.</summary>
    Import = 2,

    /// <summary>The person's own preference page.</summary>
    SelfService = 3,

    /// <summary>The host itself, without a human.</summary>
    System = 4,
}
