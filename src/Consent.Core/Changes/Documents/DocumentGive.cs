namespace Consent;

/// <summary>When a document says that one consent was given, and under which notice, where that is not what it says of all of them. Immutable.</summary>
public sealed record DocumentGive
{
    /// <summary>The date and notice of one consent.</summary>
    /// <param name="givenAt">When it was given.</param>
    /// <param name="noticeVersion">The notice's version, 1 to 128 characters; <see langword="null"/>: none is named.</param>
    /// <exception cref="ArgumentException">A version that is blank, too long or not well-formed.</exception>
    public DocumentGive(Occurrence givenAt, string? noticeVersion)
    {
        GivenAt = givenAt;
        NoticeVersion = StoredText.CheckedOrNull(noticeVersion, NoticeAcceptance.MaxVersionLength, "The notice version", nameof(noticeVersion));
    }

    /// <summary>When it was given.</summary>
    public Occurrence GivenAt { get; }

    /// <summary>The notice's version, if one is named.</summary>
    public string? NoticeVersion { get; }
}
