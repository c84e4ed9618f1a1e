using System.Collections.Immutable;

namespace Consent;

/// <summary>What a source's document says of one contact at a date: a line of an export, a customer record. It has no dates of its own but that of the notice. Immutable.</summary>
/// <remarks>
/// It states only what differs. A value in force already, a permissive value on record already with the same date, and a value that the
/// source's last recorded document had already are left out; else a stale nightly <c>false</c> would take back every yes given since.
/// This happens before the fold: order matters between the documents of one source, never between statements.
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
        Contact = contact.IsDefault ? throw new ArgumentException("A document needs a contact.", nameof(contact)) : contact;
        Record = new(source, asOf, flags);
        Acceptance = acceptance;
        Place = StoredText.CheckedOrNull(place, Evidence.MaxTextLength, "The place", nameof(place)) ?? source;
    }

    /// <summary>Of whom.</summary>
    public ContactId Contact { get; }

    /// <summary>The source, the date and the flags: what is remembered of the document.</summary>
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

    /// <summary>How it arrived.</summary>
    public ChangeSource Source { get; init; } = ChangeSource.Import;

    /// <summary>Names the document by what it says: the SHA-256 over source, contact, date and flags. The same document has the same id.</summary>
    public ChangeId ChangeId() => Consent.ChangeId.From(DocumentContent.Digest(this).ToString());

    /// <summary>What differs from what is on record, as changes to apply; none when nothing does. More than one only past 128 statements.</summary>
    public ImmutableArray<ConsentChange> Against(ContactConsents current)
    {
        ArgumentNullException.ThrowIfNull(current);
        var statements = Differing(current).ToList();
        var acceptance = Acceptance is { } accepted && !IsOnRecord(accepted, current) ? accepted : null;
        if (statements.Count == 0 && acceptance is null)
        {
            return [];
        }

        var id = ChangeId();
        var chunks = statements.Count == 0 ? [[]] : statements.Chunk(ConsentChange.MaxStatements).ToList();
        return [.. chunks.Select((chunk, i) =>
        {
            // The last part has the document's own id: that id on record means that all of it is. An earlier part is named by what it says too,
            // so that a document which was cut off and is read again never meets its own id with other content.
            var isLast = i == chunks.Count - 1;
            var change = ConsentChange.For(Contact).From(Source);
            change = i == 0 && acceptance is not null ? change.AcceptNotice(acceptance) : change;
            change = chunk.Aggregate(change, (all, statement) => all.Say(statement));
            change = change.WithId(isLast ? id : Consent.ChangeId.From($"{id.Value}/{change.ContentDigest()}"));
            return isLast ? change.ReadFrom(Record) : change;
        })];
    }

    /// <summary>How many nodes from which date: no personal data.</summary>
    public override string ToString() => $"{Record.Flags.Nodes.Length} node(s) as of {Record.AsOf}";

    private IEnumerable<Statement> Differing(ContactConsents current)
    {
        var last = current.Documents.GetValueOrDefault(Record.Source)?.Flags;
        foreach (var node in Record.Flags.Nodes)
        {
            foreach (var flag in Enum.GetValues<ConsentFlag>())
            {
                var value = Record.Flags[node, flag];
                if (value != FlagValue.Unset && last?[node, flag] != value && StatementOf(node, flag, value) is var statement && !IsOnRecord(statement, value, current))
                {
                    yield return statement;
                }
            }
        }
    }

    private bool IsOnRecord(NoticeAcceptance accepted, ContactConsents current) => IsAcceptanceUndated
        ? current.Acceptances.Any(a => string.Equals(a.Version, accepted.Version, StringComparison.Ordinal))
        : current.Acceptances.Contains(accepted);

    private static bool IsOnRecord(Statement statement, FlagValue value, ContactConsents current) =>
        current.Find(statement.Node, statement.Flag) is { } state
        && (state.Value == value || (!statement.IsProtective && state.LatestAsserted == statement.OccurredAt));

    /// <summary>
    /// A consent is dated when it says itself, else when the notice was accepted. All else is dated as the document is, a no too: the document does not say when it was
    /// said, and dating it back would let an older yes win.
    /// </summary>
    private Statement StatementOf(PurposePath node, ConsentFlag flag, FlagValue value)
    {
        var evidence = Evidence.Asserted(Place);
        var isProtective = (value == FlagValue.Active) == (flag != ConsentFlag.Status);
        if (isProtective)
        {
            return Statement.Protective(node, flag, Record.AsOf, evidence);
        }

        return flag == ConsentFlag.Status && Gives.GetValueOrDefault(node) is { } own
            ? Statement.Permissive(node, flag, own.GivenAt, evidence, own.NoticeVersion)
            : Statement.Permissive(node, flag, flag == ConsentFlag.Status ? Acceptance?.AcceptedAt ?? Record.AsOf : Record.AsOf, evidence);
    }
}
