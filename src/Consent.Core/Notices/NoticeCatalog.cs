using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Consent;

/// <summary>The privacy notices that a host has published, oldest first. Immutable; written as a list: <c>options.Notices = [new("v1", day)]</c>.</summary>
[CollectionBuilder(typeof(NoticeCatalog), nameof(Create))]
public sealed class NoticeCatalog
{
    private readonly FrozenDictionary<string, Notice> _byVersion;
    private readonly ImmutableArray<Notice> _material;

    /// <summary>A catalogue of these notices, in any order.</summary>
    /// <exception cref="ArgumentException">A version stands there twice.</exception>
    public NoticeCatalog(IEnumerable<Notice> notices)
    {
        ArgumentNullException.ThrowIfNull(notices);
        Notices = [.. notices.OrderBy(n => n.PublishedAt).ThenBy(n => n.Version, StringComparer.Ordinal)];
        var twice = Notices.GroupBy(n => n.Version, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any());
        if (twice is not null)
        {
            throw new ArgumentException($"The notice version '{twice.Key}' is published twice.", nameof(notices));
        }

        _byVersion = Notices.ToFrozenDictionary(n => n.Version, StringComparer.Ordinal);
        _material = [.. Notices.Where(n => n.IsMaterial)];
    }

    /// <summary>No notice published.</summary>
    public static NoticeCatalog Empty { get; } = new([]);

    /// <summary>A catalogue of the notices of a list.</summary>
    /// <exception cref="ArgumentException">A version stands there twice.</exception>
    public static NoticeCatalog Create(ReadOnlySpan<Notice> notices) => notices.IsEmpty ? Empty : new(notices.ToArray());

    /// <summary>One after the other, oldest first.</summary>
    public ImmutableArray<Notice>.Enumerator GetEnumerator() => Notices.GetEnumerator();

    /// <summary>All of them, oldest first.</summary>
    public ImmutableArray<Notice> Notices { get; }

    /// <summary>The notice with this version, or <see langword="null"/> when it was never published here.</summary>
    public Notice? Find(string version) => _byVersion.GetValueOrDefault(version);

    /// <summary>What is wrong with an acceptance of this version and text, where this catalogue has any notice: nobody published the version, or the text.</summary>
    /// <param name="version">The version.</param>
    /// <param name="text">The fingerprint of the text accepted, where it is known.</param>
    /// <returns><see cref="ChangeCode.NoticeUnknown"/>, <see cref="ChangeCode.NoticeTextUnknown"/>, or <see langword="null"/>.</returns>
    public ChangeCode? FlawOf(string version, Sha256Digest? text)
    {
        if (Notices.IsEmpty)
        {
            return null;
        }

        return Find(version) is not { } notice ? ChangeCode.NoticeUnknown
            : text is { } digest && !notice.Texts.IsEmpty && !notice.HasText(digest) ? ChangeCode.NoticeTextUnknown
            : null;
    }

    /// <summary>This catalogue and what was published after it, in order: a version published again adds its languages, or is refused where it says anything else.</summary>
    /// <param name="later">The later publications.</param>
    /// <param name="refused">Those of them that contradict an earlier one of the same version (<see cref="ChangeCode.NoticeOtherContent"/>).</param>
    public NoticeCatalog With(IEnumerable<Notice> later, out ImmutableArray<Notice> refused)
    {
        ArgumentNullException.ThrowIfNull(later);
        var notices = Notices.ToDictionary(n => n.Version, StringComparer.Ordinal);
        var contradicting = ImmutableArray.CreateBuilder<Notice>();
        foreach (var notice in later)
        {
            var joined = notices.TryGetValue(notice.Version, out var earlier) ? earlier.Join(notice) : notice;
            if (joined is null)
            {
                contradicting.Add(notice);
            }
            else
            {
                notices[notice.Version] = joined;
            }
        }

        refused = contradicting.DrainToImmutable();
        var all = new NoticeCatalog(notices.Values);
        return all.Notices.SequenceEqual(Notices) ? this : all;
    }

    /// <summary>A digest of all that decisions look at: two catalogues with the same one say the same.</summary>
    public Sha256Digest Fingerprint()
    {
        var hash = CanonicalHash.Begin();
        foreach (var notice in Notices)
        {
            hash.Text(notice.Version);
            hash.Time(notice.PublishedAt);
            hash.Number((notice.IsMaterial ? 1 : 0) + (notice.SaysAutomatedCoversTraditional ? 2 : 0));
            hash.Number(notice.MaterialFor.Length);
            foreach (var purpose in notice.MaterialFor)
            {
                hash.Text(purpose.ToString());
            }

            hash.Number(notice.Texts.Length);
            foreach (var text in notice.Texts)
            {
                hash.Text(text.Language);
                hash.Text(text.Sha256.ToString());
            }
        }

        return hash.Finish();
    }

    /// <summary>When the first change that is material for a purpose comes, or came, after <paramref name="version"/>; <see langword="null"/>: none is known.</summary>
    /// <param name="version">The version that a consent was given under.</param>
    /// <param name="givenAt">When it was given: dates a version that was never published here.</param>
    /// <param name="purpose">The purpose.</param>
    /// <param name="taxonomy">Its taxonomy.</param>
    /// <param name="servesNoDirectMarketing">Whether conditional edges are left out.</param>
    internal Timestamp? MaterialChangeOf(string version, Timestamp givenAt, PurposeNode purpose, PurposeTaxonomy taxonomy, bool servesNoDirectMarketing)
    {
        if (_material.IsEmpty)
        {
            return null;
        }

        var since = Find(version)?.PublishedAt ?? givenAt;
        foreach (var notice in _material)
        {
            if (notice.PublishedAt > since && !string.Equals(notice.Version, version, StringComparison.Ordinal) && notice.IsMaterialFor(purpose, taxonomy, servesNoDirectMarketing))
            {
                return notice.PublishedAt;
            }
        }

        return null;
    }

    /// <summary>Orders acceptances: by date, then by when their version was published (never: first), then by version.</summary>
    internal int Compare(NoticeAcceptance a, NoticeAcceptance b)
    {
        var byDate = a.AcceptedAt.CompareTo(b.AcceptedAt);
        if (byDate != 0)
        {
            return byDate;
        }

        var byPublication = Nullable.Compare(Find(a.Version)?.PublishedAt, Find(b.Version)?.PublishedAt);
        return byPublication != 0 ? byPublication : string.CompareOrdinal(a.Version, b.Version);
    }
}
