namespace Consent.Hub;

/// <summary>A part of the pages that has its own roles, and its own link in the navigation.</summary>
internal sealed record HubArea(string Path, params ActorRole[] Roles);
