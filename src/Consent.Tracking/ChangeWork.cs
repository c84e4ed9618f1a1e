using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>One item to work out: a change, a document, or a contact that a selector matched.</summary>
/// <param name="position">Its place in the input.</param>
/// <param name="contact">The contact.</param>
/// <param name="id">The change id that says whether it was done before.</param>
/// <param name="said">The change as the caller made it; <see langword="null"/> for a document, whose id is the digest of what it says.</param>
/// <param name="prepare">The changes to apply to the record as it is; <see langword="null"/>: the one that the caller made, if any.</param>
internal sealed class ChangeWork(long position, ContactId contact, ChangeId id, ConsentChange? said, Func<ContactConsents, ImmutableArray<ConsentChange>>? prepare = null)
{
    private ImmutableArray<ConsentChange> _parts;
    private ImmutableArray<StatementOutcome> _told = [];
    private int _part;

    /// <summary>An item that cannot be worked out: refused, and told with its place.</summary>
    public static ChangeWork Invalid(long position, ContactId contact = default, ChangeId id = default, Exception? fault = null)
    {
        var work = new ChangeWork(position, contact, id, null);
        work.Refuse(fault);
        return work;
    }

    /// <summary>One change.</summary>
    public ChangeWork(long position, ConsentChange change)
        : this(position, change.Contact, change.Id!.Value, change)
    {
    }

    /// <summary>One document.</summary>
    public ChangeWork(long position, ConsentDocument document)
        : this(position, document.Contact, document.ChangeId(), null) => Document = document;

    /// <summary>The document, if it is one.</summary>
    public ConsentDocument? Document { get; }

    /// <summary>Of a document: the date of the newest file of its source that was read whole.</summary>
    public Timestamp? WholeFileAsOf { get; set; }

    public long Position => position;

    public ContactId Contact => contact;

    /// <summary>The purposes that it says yes or no to.</summary>
    public IEnumerable<PurposePath> Purposes => Document?.Record.Flags is { } flags ? flags.Nodes.Where(n => flags[n, ConsentFlag.Status] != FlagValue.Unset)
        : said is null ? []
        : said.Statements.Where(s => s.Flag == ConsentFlag.Status).Select(s => s.Node).Distinct();

    /// <summary>The person's records as it leaves them; <see langword="null"/> before it was looked at.</summary>
    public PersonConsents? Person { get; set; }

    public bool IsDone { get; private set; }

    /// <summary>What it threw that could not be worked out.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>What became of its parts, in their order.</summary>
    public ImmutableArray<ChangeResult> Results { get; private set; } = [];

    /// <summary>The change id to look up next.</summary>
    public ChangeId NextId => _part == 0 ? id : _parts[_part].Id!.Value;

    /// <summary>The change to apply next, or <see langword="null"/> when it is done.</summary>
    /// <remarks>Once a part is answered, the others stay as they were worked out: what it did must not be read as what the document says.</remarks>
    public ConsentChange? Next(ContactConsents record, AuditEntry? recorded)
    {
        if (recorded is not null && !IsChange && (Document is null || _part > 0))
        {
            AnswerRecorded(recorded);
            return null;
        }

        _parts = _part > 0 ? _parts : Document is not null ? Read(Document, record, recorded) : prepare is not null ? prepare(record) : said is null ? [] : [said];
        IsDone = _parts.IsEmpty;
        return IsDone ? null : _parts[_part];
    }

    public void Answer(ChangeResult result)
    {
        Results = Results.Add(result);
        IsDone = ++_part >= (_parts.IsDefault ? 1 : _parts.Length);
        if (IsDone && !_told.IsEmpty)
        {
            Results = Results.SetItem(Results.Length - 1, result with { Statements = [.. result.Statements, .. _told] });
        }
    }

    /// <summary>Whether a caller made the change; a document whose id is on record says the same by definition.</summary>
    public bool IsChange => said is not null;

    public void Refuse(Exception? fault)
    {
        Fault = fault;
        Results = Results.Add(new() { Outcome = ChangeOutcome.Refused, Change = id, Revision = default, Code = ChangeCode.InvalidItem });
        IsDone = true;
    }

    /// <summary>A document is read against what is on record, also one that is on record itself: what was refused of it then may be taken now.</summary>
    private ImmutableArray<ConsentChange> Read(ConsentDocument document, ContactConsents record, AuditEntry? recorded)
    {
        var parts = document.Against(record, WholeFileAsOf, recorded);
        _told = document.RepeatedNoes(record);
        if (parts.IsEmpty && recorded is not null)
        {
            Results = Results.Add(Repeated(id, recorded) with { Statements = _told });
        }
        else if (parts.IsEmpty && !_told.IsEmpty)
        {
            Results = Results.Add(new() { Outcome = ChangeOutcome.Unchanged, Change = id, Revision = record.Revision, Statements = _told });
        }

        return parts;
    }

    /// <summary>Somebody else recorded it meanwhile. What a change says that is not recorded yet is worked out in the next round.</summary>
    public void AnswerRecorded(AuditEntry recorded)
    {
        if (IsChange)
        {
            return;
        }

        var isWhole = _part == 0 && recorded.Evidence?.Change == id;
        Answer(Repeated(NextId, recorded));
        IsDone |= isWhole;
    }

    /// <remarks>Who made the recorded change is for the reader of the log, not for whoever repeats it.</remarks>
    private static ChangeResult Repeated(ChangeId id, AuditEntry recorded) => new()
    {
        Outcome = ChangeOutcome.Repeated,
        Change = id,
        Revision = recorded.Subject?.Revision ?? default,
        Index = recorded.Index < 0 ? null : recorded.Index,
        Code = ChangeCode.RepeatedChange,
        RecordedAs = recorded with { Actor = null },
    };
}
