namespace Consent;

/// <summary>That a notice has a text in a language: its fingerprint. The text itself stays with the host.</summary>
public sealed record NoticeText
{
    /// <summary>The greatest length of a language, in UTF-16 code units.</summary>
    public const int MaxLanguageLength = 35;

    /// <summary>A text of a notice.</summary>
    /// <param name="language">The language (BCP 47), such as <c>it</c>; <see langword="null"/>: not stated.</param>
    /// <param name="sha256">The SHA-256 of the exact text in UTF-8.</param>
    /// <exception cref="ArgumentException">The language is blank, too long or not well-formed.</exception>
    public NoticeText(string? language, Sha256Digest sha256)
    {
        Language = StoredText.CheckedOrNull(language, MaxLanguageLength, "The notice language", nameof(language));
        Sha256 = sha256;
    }

    /// <summary>The language (BCP 47); <see langword="null"/>: not stated.</summary>
    public string? Language { get; }

    /// <summary>The SHA-256 of the exact text in UTF-8.</summary>
    public Sha256Digest Sha256 { get; }

    /// <summary>Whether it is in this language: <c>IT</c> is <c>it</c>.</summary>
    public bool IsIn(string? language) => string.Equals(Language, language, StringComparison.OrdinalIgnoreCase);
}
