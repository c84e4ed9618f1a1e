using System.Collections.Immutable;

namespace Consent;

/// <summary>That the record of a change or a link was wrong (GDPR art. 5(1)(d), 16): the wrong person, a scanner's clicks, a faulty import, a clock. Immutable.</summary>
/// <remarks>
/// What the record says leaves the fold at every date; a link that was wrong never was. It is final: what was true is said again, under another id. The entries stay in the
/// log for ever, and so does the rectification; a decision that rests on it cites it (<see cref="ConsentDecision.RectifiedBy"/>). Of what is recorded later under the id of
/// the change, a no counts and a yes does not.
/// </remarks>
public sealed partial record Rectification
{
    private Rectification(ContactId contact, ChangeId? change, long? index, string? list, string ground, string reference)
    {
        Contact = ContactNames.Checked(contact, "A rectification", nameof(contact));
        Change = change;
        Index = index;
        List = StoredText.CheckedOrNull(list, ListedClosing.MaxNameLength, "The name of a list", nameof(list));
        Ground = StoredText.Checked(ground, Evidence.MaxTextLength, "The ground", nameof(ground));
        Reference = StoredText.Checked(reference, Evidence.MaxTextLength, "The reference", nameof(reference));
    }

    /// <summary>Whose record was wrong; of a link, one of the two.</summary>
    public ContactId Contact { get; }

    /// <summary>The change or link whose record was wrong; <see langword="null"/> where it is named by <see cref="Index"/> or <see cref="List"/>.</summary>
    public ChangeId? Change { get; }

    /// <summary>The place in the log of the entry that was wrong; <see langword="null"/> where it is not named so.</summary>
    public long? Index { get; }

    /// <summary>The list that closed the id wrongly; <see langword="null"/> where something else was wrong, or the closing is named by its <see cref="Index"/>.</summary>
    public string? List { get; }

    /// <summary>What was wrong, in general words: <c>clicks of a mail gateway</c>. It stays in the log: no personal data.</summary>
    public string Ground { get; }

    /// <summary>Where it is shown: a case number, a file.</summary>
    public string Reference { get; }

    /// <summary>Names what was wrong by its change id, also one that was recorded in parts.</summary>
    /// <param name="contact">Whose record was wrong; of a link, one of the two.</param>
    /// <param name="change">The id of the change, or of the link or its undoing.</param>
    /// <param name="ground">What was wrong, in general words; no personal data: it stays. 1 to 1,024 characters.</param>
    /// <param name="reference">Where it is shown: a case number, a file. 1 to 1,024 characters.</param>
    /// <exception cref="ArgumentException">An id is <see langword="default"/>, or a text is blank, too long or not well-formed.</exception>
    public static Rectification OfChange(ContactId contact, ChangeId change, string ground, string reference) =>
        new(contact, change.IsDefault ? throw new ArgumentException("A rectification names what was wrong.", nameof(change)) : change, null, null, ground, reference);

    /// <summary>Names what was wrong by the place of its entry in the log.</summary>
    /// <param name="contact">Whose record was wrong; of a link, one of the two.</param>
    /// <param name="index">The place in the log, from 0.</param>
    /// <param name="ground">What was wrong, in general words; no personal data: it stays. 1 to 1,024 characters.</param>
    /// <param name="reference">Where it is shown: a case number, a file. 1 to 1,024 characters.</param>
    /// <exception cref="ArgumentException">The id is <see langword="default"/>, the index negative, or a text is blank, too long or not well-formed.</exception>
    public static Rectification OfEntry(ContactId contact, long index, string ground, string reference)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(contact, null, index, null, ground, reference);
    }

    /// <summary>Names the closing of an id by a list of ids not to be contacted: the wrong list, or somebody who does not belong there.</summary>
    /// <param name="contact">The id that was closed.</param>
    /// <param name="list">The name of the list, as it was given when it closed the id.</param>
    /// <param name="ground">What was wrong, in general words; no personal data: it stays. 1 to 1,024 characters.</param>
    /// <param name="reference">Where it is shown: a case number, a file. 1 to 1,024 characters.</param>
    /// <exception cref="ArgumentException">The id is <see langword="default"/>, or a text is blank, too long or not well-formed.</exception>
    public static Rectification OfList(ContactId contact, string list, string ground, string reference)
    {
        ArgumentNullException.ThrowIfNull(list);
        return new(contact, null, null, list, ground, reference);
    }

    /// <summary>
    /// Whether an entry is one that this names: a change, with its parts and what was refused of it and tried anew; a link or its undoing of this contact. Nothing else can be rectified. A no that was said again is another act and is named
    /// by itself.
    /// </summary>
    public bool Names(AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Subject?.Contact == Contact && CanBeRectified(entry.Type) && entry.Evidence?.Change is { } id
            && (Index is { } index ? entry.Index == index
                : List is { } list ? id.IsUnder(ListedClosing.ChangeOf(list))
                : id == Change || id.IsPartOf(Change!.Value) || (id.IsUnder(Change.Value) && !entry.Facts.Statements.IsEmpty && entry.Facts.Statements.All(s => !s.IsProtective)));
    }

    /// <summary>Of entries those that this names and that say what was said in that change: an id that only looks like one made from its id is another act.</summary>
    public ImmutableArray<AuditEntry> Among(IReadOnlyCollection<AuditEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var first = List is { } list ? ListedClosing.ChangeOf(list) : Change;
        var said = entries.Where(e => first is not null && e.Evidence?.Change == first).Select(e => e.Evidence!.ContentDigest).ToHashSet();
        return [.. entries.Where(e => Names(e) && (Index is not null || (said.Contains(e.Evidence!.ContentDigest) && IsMadeByUs(e, first!.Value, entries))))];
    }

    /// <summary>
    /// Whether an id was made by this library, as far as that can be told: a further part is written together with the first one; an id that became too long is the digest of what it was made from.
    /// </summary>
    private bool IsMadeByUs(AuditEntry entry, ChangeId first, IReadOnlyCollection<AuditEntry> entries)
    {
        var id = entry.Evidence!.Change!.Value;
        if (id == first)
        {
            return true;
        }

        if (id.PartOf() is var (whole, number))
        {
            return entries.Any(e => e.Evidence?.Change == whole && e.Subject?.Contact == Contact && e.RecordedAt == entry.RecordedAt && entry.Index - e.Index is > 0 and var after && after < number);
        }

        return !id.IsReplaced(first) || id.IsReplacementOf(first, entry.Evidence.ContentDigest, entry.Subject!.Revision);
    }

    /// <summary>Whether an entry of a contact's history says that a list closed it wrongly.</summary>
    internal static bool IsOfClosing(AuditEntry entry) => entry is { Facts: { Rectifies: not null, Closing: not null }, Evidence.Change: not null } && entry.Type == AuditEntryType.Rectified;

    /// <summary>The type's name only.</summary>
    public override string ToString() => "Rectification(hidden)";

    private static bool CanBeRectified(AuditEntryType type) => type == AuditEntryType.Changed || type == AuditEntryType.Linked || type == AuditEntryType.Unlinked;
}
