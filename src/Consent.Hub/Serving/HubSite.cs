namespace Consent.Hub;

/// <summary>Which part of the pages was mapped.</summary>
internal enum HubSite
{
    /// <summary>For those who work at the host's.</summary>
    Hub,

    /// <summary>For the people themselves.</summary>
    Preferences,
}

/// <summary>A link of the navigation.</summary>
internal sealed record HubLink(string Path, string Text, bool IsHere);
