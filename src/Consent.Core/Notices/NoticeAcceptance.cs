using System.Text.Json.Serialization;

namespace Consent;

/// <summary>That the contact read and accepted a privacy notice (the product's "disclaimer"): which version, and when.</summary>
[JsonConverter(typeof(ConsentJsonConverter<NoticeAcceptance>))]
public sealed record NoticeAcceptance
{
    /// <summary>The greatest length of a version, in UTF-16 code units.</summary>
    public const int MaxVersionLength = 128;

    /// <summary>An acceptance.</summary>
    /// <param name="version">The notice's version, as the host publishes it: 1 to 128 characters. Another text is none: <c>sha256:</c> and its digest stand for it.</param>
    /// <param name="acceptedAt">When the contact accepted it.</param>
    /// <param name="language">The language it was shown in (BCP 47), where known; 35 characters of it are kept.</param>
    /// <param name="textSha256">The SHA-256 of the exact text shown, where known.</param>
    /// <exception cref="ArgumentException">The version is blank.</exception>
    public NoticeAcceptance(string version, Timestamp acceptedAt, string? language = null, Sha256Digest? textSha256 = null)
    {
        Version = TextOf(version) ?? throw new ArgumentException("The notice version is empty.", nameof(version));
        AcceptedAt = acceptedAt;
        Language = StoredText.Cut(language, NoticeText.MaxLanguageLength, out _);
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

    /// <summary>A version as it is kept: <c>sha256:</c> and its digest for one that nobody can have published, <see langword="null"/> for a blank one.</summary>
    internal static string? TextOf(string? version) => string.IsNullOrWhiteSpace(version) ? null : WholeText.OrDigest(version, MaxVersionLength);
}
