namespace Consent.Reference;

/// <summary>A notice read and accepted.</summary>
/// <param name="Contact">The id that it was addressed to.</param>
/// <param name="Version">The version of the notice.</param>
/// <param name="At">When, microseconds since 1970 UTC.</param>
public sealed record RefAcceptance(string Contact, string Version, long At)
{
    /// <summary>The change that it came in.</summary>
    public string ChangeId { get; init; } = "";

    /// <summary>The place in the log of the entry that recorded it.</summary>
    public long Index { get; init; }
}
