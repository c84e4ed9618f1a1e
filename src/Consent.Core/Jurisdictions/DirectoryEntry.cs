using System.Text.Json.Serialization;

namespace Consent;

/// <summary>How the number stands in the public directory (Switzerland: UWG 3(1)(u)).</summary>
[JsonConverter(typeof(ConsentJsonConverter<DirectoryEntry>))]
public enum DirectoryEntry
{
    /// <summary>Not stated.</summary>
    Unknown = 0,

    /// <summary>Listed, without the mark that asks not to be called.</summary>
    Listed = 1,

    /// <summary>Listed with that mark.</summary>
    Marked = 2,

    /// <summary>Not listed.</summary>
    Unlisted = 3,
}
