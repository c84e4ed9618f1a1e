namespace Consent.Reference;

/// <summary>A published version of the privacy notice.</summary>
/// <param name="Version">The version.</param>
/// <param name="PublishedAt">When, microseconds since 1970 UTC.</param>
/// <param name="Material">True where it changes something that older consents did not know of.</param>
/// <param name="SaysAutomatedCoversTraditional">It says that a consent to automated channels extends to traditional ones.</param>
public sealed record RefNotice(string Version, long PublishedAt, bool Material, bool SaysAutomatedCoversTraditional)
{
    /// <summary>The nodes that it is material for; none: all.</summary>
    public IReadOnlyList<string> MaterialFor { get; init; } = [];
}
