namespace Consent.Auditing;

/// <summary>The text of a privacy notice, as the host gave it for a dossier (GDPR art. 13). Immutable.</summary>
/// <remarks>The log keeps digests of texts, not texts. Where it has one for this version, the text given must be the one hashed.</remarks>
public sealed class DossierNotice
{
    /// <summary>The greatest length of a text, in UTF-16 code units.</summary>
    public const int MaxTextLength = 1_000_000;

    /// <summary>A notice's text.</summary>
    /// <param name="version">The version that it is the text of.</param>
    /// <param name="text">The exact text.</param>
    /// <param name="language">The language that it is written in (BCP 47); <see langword="null"/>: the version has one text only.</param>
    /// <param name="published">The log's entry of its publication, where there is one.</param>
    /// <exception cref="ArgumentException">A text is blank, too long or not well-formed.</exception>
    public DossierNotice(string version, string text, string? language = null, DossierEntry? published = null)
    {
        Version = StoredText.Checked(version, NoticeAcceptance.MaxVersionLength, "The notice version", nameof(version));
        Text = StoredText.Checked(text, MaxTextLength, "The notice's text", nameof(text));
        Language = StoredText.CheckedOrNull(language, NoticeText.MaxLanguageLength, "The notice language", nameof(language));
        Published = published;
    }

    /// <summary>The version.</summary>
    public string Version { get; }

    /// <summary>The exact text.</summary>
    public string Text { get; }

    /// <summary>The language (BCP 47); <see langword="null"/>: the version has one text only.</summary>
    public string? Language { get; }

    /// <summary>The log's entry of its publication, where there is one.</summary>
    public DossierEntry? Published { get; }

    /// <summary>The SHA-256 of the text in UTF-8.</summary>
    public Sha256Digest TextSha256 => Sha256Digest.OfText(Text);

    /// <summary>Whether an acceptance is of this version and in this language, or may be, and states the digest of another text.</summary>
    internal bool Contradicts(NoticeAcceptance accepted) =>
        string.Equals(accepted.Version, Version, StringComparison.Ordinal)
        && (Language is null || accepted.Language is null || string.Equals(accepted.Language, Language, StringComparison.OrdinalIgnoreCase))
        && accepted.TextSha256 is { } digest && digest != TextSha256;

    /// <summary>Whether an entry that published this version states its text in this language, or no text: the one to show with it.</summary>
    public bool IsOf(Notice published)
    {
        ArgumentNullException.ThrowIfNull(published);
        return string.Equals(published.Version, Version, StringComparison.Ordinal) && (published.Texts.IsEmpty || Language is null || published.Texts.Any(t => t.IsIn(Language)));
    }

    /// <summary>Whether what was published states another text in this language, or another one where this is said to be the only one.</summary>
    internal bool Contradicts(Notice published) => published.Texts.Any(t => (Language is null || t.IsIn(Language)) && t.Sha256 != TextSha256);
}
