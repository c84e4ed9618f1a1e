using Consent.Storage;

namespace Consent.Tracking;

/// <summary>A part of the section that somebody reads.</summary>
/// <param name="Name">Its name; empty: the section itself.</param>
/// <param name="Check">Reads it, to see what is wrong.</param>
internal sealed record ConfiguredPart(string Name, Action<ConsentSettings> Check);
