namespace Consent;

/// <summary>A privacy notice as it was published (GDPR art. 13): its version, its date, and what its text changes for consents.</summary>
public sealed record Notice
{
    /// <summary>A published notice.</summary>
    /// <param name="version">The version, unique in a catalogue: 1 to 128 characters.</param>
    /// <param name="publishedAt">From when it applies.</param>
    /// <exception cref="ArgumentException">The version is blank, too long or not well-formed.</exception>
    public Notice(string version, Timestamp publishedAt)
    {
        Version = StoredText.Checked(version, NoticeAcceptance.MaxVersionLength, "The notice version", nameof(version));
        PublishedAt = publishedAt;
    }

    /// <summary>The version, unique in a catalogue.</summary>
    public string Version { get; }

    /// <summary>From when it applies.</summary>
    public Timestamp PublishedAt { get; }

    /// <summary>Whether it changes what people consented to, so that consents given under an earlier version need renewal (EDPB 05/2020, 110).</summary>
    public bool IsMaterial { get; init; }

    /// <summary>Whether it tells people that a consent to automated contact extends to traditional contact (Garante, 15 May 2013).</summary>
    public bool SaysAutomatedCoversTraditional { get; init; }

    /// <summary>The SHA-256 of its exact text, where known.</summary>
    public Sha256Digest? TextSha256 { get; init; }
}
