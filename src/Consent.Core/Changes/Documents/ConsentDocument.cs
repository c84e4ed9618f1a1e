using System.Collections.Immutable;

namespace Consent;

/// <summary>What a source's document says of one contact at a date: a line of an export, a customer record. It has no dates of its own but that of the notice. Immutable.</summary>
/// <remarks>
/// It states only what differs from what its source said last (<see cref="ContactConsents.Sources"/>); else a stale nightly <c>false</c> would take back every yes given since.
/// A source's first no is always stated. A document older than what is remembered gives its noes only. This happens before the fold: order matters between the documents of one source, never between statements.
/// </remarks>
public sealed class ConsentDocument
{
    /// <summary>A document.</summary>
    /// <param name="contact">Of whom.</param>
    /// <param name="source">Which source, by a name that stays the same: 1 to 128 characters.</param>
    /// <param name="asOf">The date of the document or export.</param>
    /// <param name="flags">The flags that it names.</param>
    /// <param name="acceptance">The notice that the contact accepted; a consent in the document is dated when it was.</param>
    /// <param name="place">Where it stands, such as <c>customers.jsonl:17</c>; <see langword="null"/>: the source's name.</param>
    /// <exception cref="ArgumentException">No contact, or a text that is blank, too long or not well-formed.</exception>
    public ConsentDocument(ContactId contact, string source, Timestamp asOf, NodeFlags flags, NoticeAcceptance? acceptance = null, string? place = null)
    {
        ArgumentNullException.ThrowIfNull(flags);
        Contact = ContactNames.Checked(contact, "A document", nameof(contact));
        Record = new(source, asOf, flags);
        Acceptance = acceptance;
        Place = StoredText.CheckedOrNull(place, Evidence.MaxTextLength, "The place", nameof(place)) ?? source;
    }

    /// <summary>Of whom.</summary>
    public ContactId Contact { get; }

    /// <summary>The source, the date and all flags that it names.</summary>
    public SourceDocument Record { get; }

    /// <summary>The notice accepted, if any.</summary>
    public NoticeAcceptance? Acceptance { get; }

    /// <summary>Where it stands.</summary>
    public string Place { get; }

    /// <summary>
    /// Whether the document names the notice but not when it was accepted. Its date is then taken for the document's, and a version that is
    /// accepted already is not accepted anew; else each night's export would add an acceptance.
    /// </summary>
    public bool IsAcceptanceUndated { get; init; }

    /// <summary>The consents that have a date, or a notice, of their own; all others are dated when <see cref="Acceptance"/> was, under its notice.</summary>
    public ImmutableSortedDictionary<PurposePath, DocumentGive> Gives { get; init; } = ImmutableSortedDictionary<PurposePath, DocumentGive>.Empty;

    /// <summary>What a status that is <c>false</c> means.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such meaning.</exception>
    public FalseMeans FalseMeans
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "No such meaning.");
    }

    /// <summary>How it arrived.</summary>
    public ChangeSource Source { get; init; } = ChangeSource.Import;

    /// <summary>When the document says that its notice was accepted; <see langword="null"/> where it does not.</summary>
    internal Timestamp? AcceptedAt => IsAcceptanceUndated ? null : Acceptance?.AcceptedAt;

    /// <summary>Names the document by what it says: the SHA-256 over source, contact, date and flags. The same document has the same id.</summary>
    public ChangeId ChangeId() => Consent.ChangeId.From(DocumentContent.Digest(this).ToString());

    /// <summary>What is new in it, as changes to apply; none when nothing is. More than one only where one could not hold all its statements.</summary>
    /// <param name="current">What is on record.</param>
    /// <param name="wholeFileAsOf">The date of the newest file of its source that was read whole: of an older document only the noes are taken.</param>
    /// <param name="recorded">The entry that recorded this very document before, if any; what it has is not said again.</param>
    public ImmutableArray<ConsentChange> Against(ContactConsents current, Timestamp? wholeFileAsOf = null, AuditEntry? recorded = null)
    {
        ArgumentNullException.ThrowIfNull(current);
        return new DocumentReading(this, current, wholeFileAsOf, recorded).Changes();
    }

    /// <summary>The noes that the source goes on saying while a later yes of the person outranks them: nothing is recorded, and each is told <see cref="ChangeCode.NoWithoutEffect"/>.</summary>
    /// <param name="current">What is on record.</param>
    public ImmutableArray<StatementOutcome> RepeatedNoes(ContactConsents current)
    {
        ArgumentNullException.ThrowIfNull(current);
        return new DocumentReading(this, current, null, null).RepeatedNoes();
    }

    /// <summary>How many nodes from which date: no personal data.</summary>
    public override string ToString() => $"{Record.Flags.Nodes.Length} node(s) as of {Record.AsOf}";
}
