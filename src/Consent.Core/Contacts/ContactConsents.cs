using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace Consent;

/// <summary>What is on record of one contact: the folded flags, the notices accepted, the links. Immutable; the same for any order of arrival.</summary>
/// <remarks>
/// It is read through a taxonomy. Read through another one (<see cref="Under"/>), nothing is lost: a path that a taxonomy does not know
/// keeps its flags and takes effect once the taxonomy has it.
/// </remarks>
[JsonConverter(typeof(ConsentJsonConverter<ContactConsents>))]
public sealed partial class ContactConsents
{
    internal ContactConsents(
        ContactId id, PurposeTaxonomy taxonomy, FlagTable own, FlagTable counted, ImmutableArray<NoticeAcceptance> acceptances, ContactExtras extras, ContactRevision revision)
    {
        Id = id;
        Taxonomy = taxonomy;
        Own = own;
        Counted = counted;
        Acceptances = acceptances;
        Extras = extras;
        Revision = revision;
    }

    /// <summary>The contact.</summary>
    public ContactId Id { get; }

    /// <summary>The taxonomy that it is read through.</summary>
    public PurposeTaxonomy Taxonomy { get; }

    /// <summary>How many changes it has had, and in which life of its id.</summary>
    public ContactRevision Revision { get; }

    /// <summary>The notices accepted, oldest first; those of linked contacts too, where they count.</summary>
    public ImmutableArray<NoticeAcceptance> Acceptances { get; }

    /// <summary>Each link, and each undoing of one, that names this contact.</summary>
    public ImmutableArray<LinkEvent> Links => Extras.Links;

    /// <summary>The records of this very id that were wrong and were taken out, by id.</summary>
    public ImmutableArray<RectifiedRecord> Rectified => Extras.Rectified;

    /// <summary>What is remembered of each source's documents, by the source's name.</summary>
    public ImmutableSortedDictionary<string, SourceMemory> Sources => Extras.Sources;

    /// <summary>Nodes that an entry of an unknown kind may touch: decisions there are Review.</summary>
    public ImmutableArray<PurposePath> Unknown => Extras.Unknown;

    /// <summary>Whether the record is open for changes.</summary>
    public ContactState State => Extras.State;

    /// <summary>What is kept since the id was closed; it stays when the id is opened again. <see langword="null"/>: it never was.</summary>
    public ClosedId? Closing => Extras.Closing;

    /// <summary>Whether nothing was ever recorded.</summary>
    public bool IsEmpty => Counted.Count == 0 && Counted.Beside.IsEmpty && Acceptances.IsEmpty && Revision.Number == 0;

    /// <summary>All flags on record that count for this contact: known nodes in the taxonomy's order, then unknown paths.</summary>
    public IEnumerable<FlagState> Flags => States(Counted);

    /// <summary>As <see cref="Flags"/>, but only what was said of this very id.</summary>
    public IEnumerable<FlagState> OwnFlags => States(Own);

    /// <summary>The pauses on record that count for this contact: objections and restrictions with an end, over or not.</summary>
    public ImmutableArray<RecordedStatement> Pauses => Counted.Beside.Pauses;

    /// <summary>The yeses that wait for the person's confirmation: of each purpose the one that ends last, ended or not (<see cref="StatementSpan.Ends"/>).</summary>
    public ImmutableArray<RecordedStatement> AwaitingConfirmation => Counted.Beside.Pending;

    /// <summary>When the person was last asked for a purpose and put the answer off.</summary>
    public ImmutableArray<AskedAt> Asked => Counted.Beside.Asked;

    /// <summary>How many entries came last that said nothing that counts. A caller who saw the record before them saw all that counts.</summary>
    internal long Waiting => Extras.Waiting;

    internal ContactExtras Extras { get; }

    internal FlagTable Own { get; }

    internal FlagTable Counted { get; }

    /// <summary>The flags as they were last said of the node itself.</summary>
    public NodeConsent this[PurposePath node] => new(ValueOf(node, ConsentFlag.Status), ValueOf(node, ConsentFlag.Restriction), ValueOf(node, ConsentFlag.Objection));

    /// <summary>A contact of whom nothing is on record.</summary>
    /// <exception cref="ArgumentException"><paramref name="id"/> is <see langword="default"/>.</exception>
    public static ContactConsents Empty(ContactId id, PurposeTaxonomy taxonomy)
    {
        ArgumentNullException.ThrowIfNull(taxonomy);
        if (id.IsDefault)
        {
            throw new ArgumentException("A snapshot needs a contact.", nameof(id));
        }

        return new(id, taxonomy, FlagTable.Empty, FlagTable.Empty, [], ContactExtras.None, default);
    }

    /// <summary>Folds statements said of this contact, in any order and any number of times. Says nothing of revisions.</summary>
    /// <exception cref="ArgumentException"><paramref name="id"/> is <see langword="default"/>.</exception>
    public static ContactConsents Fold(ContactId id, PurposeTaxonomy taxonomy, IEnumerable<RecordedStatement> statements)
    {
        ArgumentNullException.ThrowIfNull(statements);
        var table = FlagTableBuilder.Fold(taxonomy, statements);
        return Empty(id, taxonomy).With(own: table, counted: table);
    }

    /// <summary>The state of one flag of one node, or <see langword="null"/> when nothing is on record.</summary>
    public FlagState? Find(PurposePath node, ConsentFlag flag) => Counted.Find(node, flag, Taxonomy);

    /// <summary>
    /// The flags as they take effect on a node: restrictions and objections of covering nodes included, and consent as groups and covering
    /// nodes leave it. An unknown path has its own flags only.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="servesNoDirectMarketing">Asks for a request that says it serves no direct marketing.</param>
    /// <param name="asOf">
    /// At which instant pauses and dated consents are looked at; <see langword="null"/>: at none, then every pause holds and a consent with a date of its own does not.
    /// </param>
    public NodeConsent Effective(PurposePath node, bool servesNoDirectMarketing = false, Timestamp? asOf = null)
    {
        if (Taxonomy.Find(node) is not { } known)
        {
            return this[node];
        }

        return new(
            StatusOf(known, servesNoDirectMarketing, asOf),
            Effective(known, ConsentFlag.Restriction, servesNoDirectMarketing, asOf ?? Timestamp.MinValue),
            Effective(known, ConsentFlag.Objection, servesNoDirectMarketing, asOf ?? Timestamp.MinValue));
    }

    /// <summary>Applies a change to this contact alone. For a linked contact, use <see cref="PersonConsents.Apply(ConsentChange, ConsentRules, Recording)"/>.</summary>
    /// <inheritdoc cref="PersonConsents.Apply(ConsentChange, ConsentRules, Recording)" path="/param|/exception"/>
    public AppliedChange Apply(ConsentChange change, ConsentRules rules, Recording recording) => PersonConsents.Of(this).Apply(change, rules, recording);

    /// <summary>May it be done? Looks at this contact alone; for a linked contact, use <see cref="PersonConsents.Decide"/>. Allocates nothing.</summary>
    /// <inheritdoc cref="PersonConsents.Decide" path="/param"/>
    /// <exception cref="ArgumentException">The request is about another contact; or the record of its address is needed, and is not given.</exception>
    public ConsentDecision Decide(in ProcessingRequest request, ConsentRules rules, Timestamp now, bool isRestorePending = false, ContactConsents? point = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (request.Contact != Id)
        {
            throw new ArgumentException("The request is about another contact.", nameof(request));
        }

        var contact = Under(rules.Taxonomy);
        return request.Point is { } named && named.Id != Id
            ? Decide(contact, PersonConsents.Addressed(named, point).Under(rules.Taxonomy), request, rules, now, isRestorePending)
            : Evaluation.Decide(new ReadOnlySpan<ContactConsents>(in contact), 1, request, rules, now, null, isRestorePending);
    }

    /// <summary>How many flags at which revision: no personal data.</summary>
    public override string ToString() => $"{Counted.Count} flag(s) at revision {Revision.Number}";

    internal ContactConsents With(
        FlagTable? own = null, FlagTable? counted = null, ImmutableArray<NoticeAcceptance>? acceptances = null, ContactExtras? extras = null, ContactRevision? revision = null) =>
        new(Id, Taxonomy, own ?? Own, counted ?? Counted, acceptances ?? Acceptances, extras ?? Extras, revision ?? Revision);

    /// <summary>What was last said of one flag of the node itself.</summary>
    internal FlagValue ValueOf(PurposePath node, ConsentFlag flag) =>
        Counted.PlaceOf(node, flag, Taxonomy) is not (>= 0 and var place) ? FlagValue.Unset
        : Counted.Cells[place].IsActive ? FlagValue.Active
        : FlagValue.Inactive;

    /// <summary>Whether an id is that of a record taken out, or made from it: of what comes under it only noes count.</summary>
    internal bool IsRectified(ChangeId id)
    {
        foreach (var record in Rectified)
        {
            if (id.IsUnder(record.Change))
            {
                return true;
            }
        }

        return false;
    }

    private IEnumerable<FlagState> States(FlagTable table)
    {
        for (var i = 0; i < table.Count; i++)
        {
            yield return table.StateAt(i, Taxonomy);
        }
    }

    private FlagValue StatusOf(PurposeNode node, bool servesNoDirectMarketing, Timestamp? asOf)
    {
        if (asOf is { } at)
        {
            return EffectiveFlags.StatusAt(Counted, node, servesNoDirectMarketing, at).Value;
        }

        var status = EffectiveFlags.Status(Counted, node, servesNoDirectMarketing);
        return status.Value == FlagValue.Active && status.Give.HasSpan
            ? EffectiveFlags.WithoutGive(Counted, node, servesNoDirectMarketing, Timeliness.Over).Value
            : status.Value;
    }

    private FlagValue Effective(PurposeNode node, ConsentFlag flag, bool servesNoDirectMarketing, Timestamp asOf) =>
        EffectiveFlags.IsBlocked(Counted, Taxonomy, node, flag, servesNoDirectMarketing, asOf, out _)
            ? FlagValue.Active
            : ValueOf(node.Path, flag);

    /// <summary>Apart, so that the many requests without an address do not make room for it.</summary>
    private static ConsentDecision Decide(ContactConsents contact, ContactConsents address, in ProcessingRequest request, ConsentRules rules, Timestamp now, bool isRestorePending)
    {
        var both = default(WithAddress);
        both[0] = contact;
        both[1] = address;
        return Evaluation.Decide(both, 1, request, rules, now, null, isRestorePending);
    }

    /// <summary>A record and that of an address, without an array.</summary>
    [InlineArray(2)]
    private struct WithAddress
    {
        private ContactConsents _first;
    }
}
