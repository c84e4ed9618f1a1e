using System.Collections.Immutable;

namespace Consent;

/// <summary>A privacy notice as it was published (GDPR art. 13): its version, its date, its text in each language, and what it changes for consents. Immutable.</summary>
/// <example><code>
/// var notice = new Notice("v3", publishedAt) { IsMaterial = true }.WithText("it", italian).WithText("en", english);
/// </code></example>
public sealed record Notice
{
    private const int MaxMaterialFor = 64;

    private static readonly Comparer<NoticeText> s_byLanguage = Comparer<NoticeText>.Create((a, b) => string.CompareOrdinal(a.Language, b.Language));

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
    public bool IsMaterial { get => field || !MaterialFor.IsEmpty; init; }

    /// <summary>The purposes and groups whose consents it changes, by path; empty: all, if it is material. Naming one makes it material.</summary>
    /// <exception cref="ArgumentException">More than 64, or one is <see langword="null"/>.</exception>
    /// <example><code>
    /// // Only what is sent by SMS changed: consents to e-mail stay.
    /// var notice = new Notice("v4", publishedAt) { MaterialFor = [Purposes.Marketing.Automatic.Sms] };
    /// </code></example>
    public ImmutableArray<PurposePath> MaterialFor
    {
        get;
        init
        {
            ImmutableArray<PurposePath> purposes = value.IsDefault ? [] : value;
            field = purposes.Length <= MaxMaterialFor && !purposes.Any(p => p is null)
                ? [.. purposes.Distinct().OrderBy(p => p.ToString(), StringComparer.Ordinal)]
                : throw new ArgumentException($"A notice names up to {MaxMaterialFor} purposes, none of them null.", nameof(value));
        }
    }
    = [];

    /// <summary>Whether it tells people that a consent to automated contact extends to traditional contact (Garante, 15 May 2013).</summary>
    public bool SaysAutomatedCoversTraditional { get; init; }

    /// <summary>Its texts, one for each language, by language. Where there is any, an acceptance of another text is told, and no consent rests on it.</summary>
    /// <exception cref="ArgumentException">A language stands there twice.</exception>
    public ImmutableArray<NoticeText> Texts
    {
        get;
        init
        {
            ImmutableArray<NoticeText> texts = value.IsDefault ? [] : value.Sort(s_byLanguage);
            field = texts.DistinctBy(t => t.Language, StringComparer.OrdinalIgnoreCase).Count() == texts.Length
                ? texts
                : throw new ArgumentException("A notice has one text in a language.", nameof(value));
        }
    }
    = [];

    /// <summary>The same notice with one more text.</summary>
    /// <param name="language">The language (BCP 47), such as <c>it</c>; <see langword="null"/>: not stated.</param>
    /// <param name="text">The exact text, as people see it.</param>
    /// <exception cref="ArgumentException">There is a text in this language already.</exception>
    public Notice WithText(string? language, string text) => this with { Texts = Texts.Add(new(language, Sha256Digest.OfText(text))) };

    /// <summary>Whether one of its texts has this fingerprint.</summary>
    public bool HasText(Sha256Digest sha256) => Texts.Any(t => t.Sha256 == sha256);

    /// <summary>Whether it changes what consents to a purpose were given for: it names the purpose, a node that covers it, or a path above it, or is material for all.</summary>
    internal bool IsMaterialFor(PurposeNode purpose, PurposeTaxonomy taxonomy, bool servesNoDirectMarketing)
    {
        foreach (var path in MaterialFor)
        {
            if (purpose.Path.IsAtOrBelow(path) || taxonomy.Covers(path, purpose.Path, servesNoDirectMarketing))
            {
                return true;
            }
        }

        return IsMaterial && MaterialFor.IsEmpty;
    }

    /// <summary>The same content; the texts are compared one by one.</summary>
    public bool Equals(Notice? other) => other is not null && MeansTheSameAs(other) && Texts.AsSpan().SequenceEqual(other.Texts.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, PublishedAt, IsMaterial, MaterialFor.Length, SaysAutomatedCoversTraditional, Texts.Length);

    /// <summary>Two publications of one version together, each with the languages that it has; <see langword="null"/> when they contradict each other.</summary>
    internal Notice? Join(Notice other)
    {
        var added = other.Texts.Where(theirs => !Texts.Any(mine => mine.IsIn(theirs.Language))).ToImmutableArray();
        return MeansTheSameAs(other) && other.Texts.Except(added).All(theirs => Texts.Any(mine => mine.IsIn(theirs.Language) && mine.Sha256 == theirs.Sha256))
            ? this with { Texts = Texts.AddRange(added) }
            : null;
    }

    private bool MeansTheSameAs(Notice other) =>
        string.Equals(Version, other.Version, StringComparison.Ordinal) && PublishedAt == other.PublishedAt
        && IsMaterial == other.IsMaterial && MaterialFor.AsSpan().SequenceEqual(other.MaterialFor.AsSpan()) && SaysAutomatedCoversTraditional == other.SaysAutomatedCoversTraditional;
}
