namespace Consent.Reference;

/// <summary>One act of one contact, as the caller makes it.</summary>
/// <param name="Contact">The id spoken of.</param>
/// <param name="Id">The change id.</param>
/// <param name="Words">What is said, in order.</param>
public sealed record RefChange(string Contact, string Id, IReadOnlyList<RefWord> Words)
{
    /// <summary>The notice accepted: version and instant.</summary>
    public (string Version, long At)? Acceptance { get; init; }

    /// <summary>The purposes that the person was asked about and put off, and when.</summary>
    public IReadOnlyList<(string Purpose, long At)> Asked { get; init; } = [];

    /// <summary>Whether it came from a file.</summary>
    public bool FromImport { get; init; }

    /// <summary>Whether it came from a program: bulk takes files and programs only.</summary>
    public bool FromApi { get; init; }

    /// <summary>Whether it carries a reason.</summary>
    public bool HasReason { get; init; }

    /// <summary>Whether the caller named an expected revision, and the contact moved on.</summary>
    public bool IsOutdated { get; init; }
}
