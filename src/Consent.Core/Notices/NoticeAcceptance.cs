namespace Consent;

/// <summary>That the contact read and accepted a privacy notice (the product's "disclaimer"): which version, and when.</summary>
public sealed record NoticeAcceptance
{
    /// <summary>The greatest length of a version, in UTF-16 code units.</summary>
    public const int MaxVersionLength = 128;

    /// <summary>An acceptance.</summary>
    /// <param name="version">The notice's version, as the host publishes it: 1 to 128 characters.</param>
    /// <param name="acceptedAt">When the contact accepted it.</param>
    /// <param name="language">The language it was shown in (BCP 47), where known; up to 35 characters.</param>
    /// <param name="textSha256">The SHA-256 of the exact text shown, where known.</param>
    /// <exception cref="ArgumentException">A text is blank, too long or not well-formed.</exception>
    public NoticeAcceptance(string version, Timestamp acceptedAt, string? language = null, Sha256Digest? textSha256 = null)
    {
        Version = StoredText.Checked(version, MaxVersionLength, "The notice version", nameof(version));
        AcceptedAt = acceptedAt;
        Language = StoredText.CheckedOrNull(language, NoticeText.MaxLanguageLength, "The notice language", nameof(language));
        TextSha256 = textSha256;
    }

    /// <summary>The version accepted.</summary>
    public string Version { get; }

    /// <summary>When it was accepted.</summary>
    public Timestamp AcceptedAt { get; init; }

    /// <summary>The language it was shown in (BCP 47), where known.</summary>
    public string? Language { get; }

    /// <summary>The SHA-256 of the exact text shown, where known.</summary>
    public Sha256Digest? TextSha256 { get; }
}
