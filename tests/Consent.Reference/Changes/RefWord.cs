namespace Consent.Reference;

/// <summary>A statement as the caller makes it.</summary>
/// <param name="Node">The node's path.</param>
/// <param name="Flag">The flag.</param>
/// <param name="Active">The value said.</param>
/// <param name="When">When it was said; null, protective only: now.</param>
/// <param name="Evidence">What shows it.</param>
public sealed record RefWord(string Node, RefFlag Flag, bool Active, RefWhen? When, RefEvidence Evidence)
{
    /// <summary>Give: from when it holds.</summary>
    public long? From { get; init; }

    /// <summary>Until when it holds.</summary>
    public long? Until { get; init; }

    /// <summary>Give: the notice version named.</summary>
    public string? Notice { get; init; }

    /// <summary>A no.</summary>
    public bool IsProtective => Flag == RefFlag.Status ? !Active : Active;
}
