using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Serialization;

namespace Consent.Auditing;

/// <summary>All that is on record of one person, under every id that is linked as theirs, to hand to them (GDPR art. 15, 20). It names nobody of the host's staff (CJEU C-579/21).</summary>
/// <remarks>
/// What others did with the record, readings and the reasons of legal holds, is not in it; nor are ids that were linked once and are somebody else's now. Any JSON serializer writes it as the
/// file that <see cref="ToJson"/> makes.
/// </remarks>
[JsonConverter(typeof(ConsentExportConverter))]
public sealed class ConsentExport
{
    private ConsentExport(ContactId contact, ImmutableArray<ContactConsents> consents, ImmutableArray<AuditEntry> entries, Timestamp exportedAt)
    {
        Contact = contact;
        Consents = consents;
        Entries = entries;
        ExportedAt = exportedAt;
    }

    /// <summary>The id that was asked for.</summary>
    public ContactId Contact { get; }

    /// <summary>What is on record, for each of the person's ids, in ordinal order.</summary>
    public ImmutableArray<ContactConsents> Consents { get; }

    /// <summary>The entries about any of these ids, in the order of the log, without who wrote them.</summary>
    public ImmutableArray<AuditEntry> Entries { get; }

    /// <summary>When it was made.</summary>
    public Timestamp ExportedAt { get; }

    /// <summary>Makes the export of one person.</summary>
    /// <param name="person">The records of all ids that were ever linked with it.</param>
    /// <param name="contact">The id asked for.</param>
    /// <param name="entries">The entries about these ids, in any order; what does not belong in an export is left out.</param>
    /// <param name="exportedAt">Our clock.</param>
    /// <exception cref="ArgumentException">The contact's record is not here.</exception>
    public static ConsentExport Of(PersonConsents person, ContactId contact, IEnumerable<AuditEntry> entries, Timestamp exportedAt)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentNullException.ThrowIfNull(entries);
        var ids = person.LinkedWith(person[contact].Id);
        var shown = entries.Where(e => IsShown(e, ids)).OrderBy(e => e.Index).Select(Shown);
        return new(contact, [.. ids.Select(id => person[id])], [.. shown], exportedAt);
    }

    /// <summary>The export as a file: JSON, UTF-8 when it is encoded, with members in ordinal order.</summary>
    public string ToJson() => Encoding.UTF8.GetString(ConsentExportJson.Write(this).AsSpan());

    /// <summary>The export as a page that a browser shows and prints: one file without scripts, in English, with the file of <see cref="ToJson"/> at its end.</summary>
    public string ToHtml() => ConsentExportPage.Of(this);

    /// <summary>How many ids and entries: no personal data.</summary>
    public override string ToString() => $"{Consents.Length} id(s), {Entries.Length} entries, exported at {ExportedAt}";

    private static bool IsShown(AuditEntry entry, ImmutableArray<ContactId> ids) =>
        entry.Type != AuditEntryType.Read && entry.Type != AuditEntryType.Exported
        && entry.Subject is { } subject && ids.Contains(subject.Contact) && (subject.Other is not { } other || ids.Contains(other));

    private static AuditEntry Shown(AuditEntry entry) =>
        entry with { Actor = null, Evidence = entry.Type == AuditEntryType.Held || entry.Type == AuditEntryType.Released ? null : entry.Evidence };
}
