namespace Consent.Interchange;

/// <summary>When each consent of a contact was given, and under which notice: what is said of them all, and what of single ones.</summary>
/// <remarks>
/// The document's own disclaimer is the earliest acceptance that any of the consents rests on, so that a reader who looks at nothing else takes
/// no consent for newer than it is. Where one rests on no notice at all, the document names none: it would be taken for that one's.
/// </remarks>
internal sealed class WireTerms
{
    private readonly Dictionary<int, (Timestamp At, string? Version)> _gives = [];
    private readonly bool _hasOwn;

    /// <summary>The terms of a contact's consents.</summary>
    /// <param name="contact">The contact, read through the format's taxonomy.</param>
    /// <param name="tree">The names.</param>
    /// <param name="options">The notices published, and whether single consents may say theirs.</param>
    public WireTerms(ContactConsents contact, WireTree tree, ContactHubOptions options)
    {
        _hasOwn = options.WritesOwnDisclaimers;
        NoticeAcceptance? earliest = null;
        foreach (var node in tree.WithFlags)
        {
            if (contact.Effective(node.Path).Status != FlagValue.Active || contact.Find(node.Path, ConsentFlag.Status) is not { } state)
            {
                continue;
            }

            var give = state.InForce;
            var accepted = AcceptanceOf(contact, give, options.Notices);
            _gives[node.Number] = (give.OccurredAt, accepted?.Version);
            earliest = accepted is not null && (earliest is null || IsEarlier(accepted, earliest)) ? accepted : earliest;
        }

        OfDocument = _gives.Count == 0 ? Latest(contact.Acceptances, options.Notices)
            : _gives.Values.Any(g => g.Version is null) ? null
            : earliest;
    }

    /// <summary>What the document says of all its consents; <see langword="null"/>: nothing.</summary>
    public NoticeAcceptance? OfDocument { get; }

    /// <summary>What a consent must say of itself, as the document does not say it; <see langword="null"/>: nothing.</summary>
    public (Timestamp At, string? Version)? Own(WireNode node) => _hasOwn && _gives.TryGetValue(node.Number, out var give) && !IsOfDocument(give) ? give : null;

    /// <summary>Whether a consent can be said as it was given: with its date and notice. Of one that ends nothing is said: the wire has no end for it.</summary>
    public bool CanSay(WireNode node) => _gives.TryGetValue(node.Number, out var give) && (_hasOwn || IsOfDocument(give));

    private bool IsOfDocument((Timestamp At, string? Version) give) =>
        OfDocument is { } all && all.AcceptedAt == give.At && string.Equals(all.Version, give.Version, StringComparison.Ordinal);

    /// <summary>The acceptance that a give rests on: of the version that it names, or the latest before it. One that is not on record is dated as the give is.</summary>
    private static NoticeAcceptance? AcceptanceOf(ContactConsents contact, in RecordedStatement give, NoticeCatalog notices)
    {
        var (at, version) = (give.OccurredAt, give.Origin.NoticeVersion);
        return version is null
            ? Latest(contact.Acceptances.Where(a => a.AcceptedAt <= at), notices)
            : Latest(contact.Acceptances.Where(a => a.AcceptedAt <= at && string.Equals(a.Version, version, StringComparison.Ordinal)), notices) ?? new(version, at);
    }

    private static bool IsEarlier(NoticeAcceptance a, NoticeAcceptance b) =>
        (a.AcceptedAt, string.CompareOrdinal(a.Version, b.Version)).CompareTo((b.AcceptedAt, 0)) < 0;

    private static NoticeAcceptance? Latest(IEnumerable<NoticeAcceptance> acceptances, NoticeCatalog notices) =>
        acceptances
            .OrderBy(a => a.AcceptedAt)
            .ThenBy(a => !string.Equals(a.Version, WireDocument.Unversioned, StringComparison.Ordinal))
            .ThenBy(a => notices.Find(a.Version)?.PublishedAt)
            .ThenBy(a => a.Version, StringComparer.Ordinal)
            .LastOrDefault();
}
