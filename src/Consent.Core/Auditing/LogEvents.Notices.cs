using System.Collections.Immutable;
using System.Globalization;

namespace Consent;

/// <content>What a host publishes while it runs: privacy notices.</content>
public static partial class LogEvents
{
    private const string Version = "version";
    private const string PublishedAt = "publishedAt";
    private const string Material = "material";
    private const string MaterialFor = "materialFor";
    private const string CoversTraditional = "automatedCoversTraditional";
    private const string Language = "language";
    private const string TextSha256 = "textSha256";

    /// <summary>A privacy notice was published (GDPR art. 13): one entry for each of its texts, or one that states none. They are written together.</summary>
    public static ImmutableArray<AuditEntry> NoticePublished(Notice notice, Actor actor, ConsentRules rules, Timestamp at)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(actor);
        var details = Details((Version, notice.Version), (PublishedAt, notice.PublishedAt.ToString(null, CultureInfo.InvariantCulture)));
        details = notice.IsMaterial ? details.Add(Material, "true") : details;
        details = notice.MaterialFor.IsEmpty ? details : details.Add(MaterialFor, string.Join(' ', notice.MaterialFor));
        details = notice.SaysAutomatedCoversTraditional ? details.Add(CoversTraditional, "true") : details;
        var entry = Entry(AuditEntryType.NoticePublished, rules, at, details) with { Actor = EntryActor.Of(actor) };
        return notice.Texts.IsEmpty
            ? [entry]
            : [.. notice.Texts.Select(text => entry with { Facts = entry.Facts with { Details = WithText(details, text) } })];
    }

    /// <summary>The notice that an entry says was published, with the text that it states. A version's other texts stand in entries of their own (<see cref="NoticeCatalog.With"/>).</summary>
    /// <exception cref="ArgumentException">Not such an entry.</exception>
    /// <exception cref="FormatException">A detail of it cannot be read.</exception>
    public static Notice PublishedNotice(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Type != AuditEntryType.NoticePublished)
        {
            throw new ArgumentException("Not the entry of a published notice.", nameof(entry));
        }

        var details = entry.Facts.Details;
        return new(details.GetValueOrDefault(Version, ""), Timestamp.Parse(details.GetValueOrDefault(PublishedAt, "")))
        {
            IsMaterial = details.ContainsKey(Material),
            MaterialFor = [.. details.GetValueOrDefault(MaterialFor, "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => PurposePath.Parse(p))],
            SaysAutomatedCoversTraditional = details.ContainsKey(CoversTraditional),
            Texts = details.TryGetValue(TextSha256, out var digest) ? [new(details.GetValueOrDefault(Language), Sha256Digest.Parse(digest))] : [],
        };
    }

    private static ImmutableSortedDictionary<string, string> WithText(ImmutableSortedDictionary<string, string> details, NoticeText text)
    {
        details = text.Language is { } language ? details.Add(Language, language) : details;
        return details.Add(TextSha256, text.Sha256.ToString());
    }
}
