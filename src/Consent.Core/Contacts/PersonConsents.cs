using System.Collections.Immutable;

namespace Consent;

/// <summary>The records of one person: one contact, or several that were linked. Immutable.</summary>
/// <remarks>
/// It also holds contacts that were linked once and are no more: what was said while they were may still protect them. A decision about
/// an id looks at those that are one person with it now.
/// </remarks>
public sealed class PersonConsents
{
    private readonly ClosedNames _names;

    private PersonConsents(ImmutableArray<ContactConsents> contacts)
    {
        Contacts = contacts;
        _names = ClosedNames.Of(contacts);
        Graph = contacts.All(c => c.Links.IsEmpty) ? LinkGraph.None : new(contacts.Select(c => KeyValuePair.Create(c.Id, _names.Resolve(c.Links))));
    }

    /// <summary>The records, in ordinal order of their ids.</summary>
    public ImmutableArray<ContactConsents> Contacts { get; }

    internal LinkGraph Graph { get; }

    /// <summary>The record of one id.</summary>
    /// <exception cref="ArgumentException">It is not here.</exception>
    public ContactConsents this[ContactId id] => Find(id) ?? throw new ArgumentException("No record of this contact is here.", nameof(id));

    /// <summary>These records together: all ids that were ever linked with one another.</summary>
    /// <exception cref="ArgumentException">None, one twice, or one that a link names is missing.</exception>
    public static PersonConsents Of(params IEnumerable<ContactConsents> contacts)
    {
        ImmutableArray<ContactConsents> all = [.. contacts];
        return all is [{ Links.IsEmpty: true }] ? new(all) : OfLinked(all);
    }

    /// <summary>Folds the entries of a person's contacts anew: after a link or its undoing, or for one of both pasts.</summary>
    /// <param name="ids">The contacts wanted: all that were ever linked with one another.</param>
    /// <param name="taxonomy">The taxonomy to read them through.</param>
    /// <param name="entries">Their entries, in any order.</param>
    /// <param name="occurredBy"><b>What was true</b> then: only what was said by then; <see langword="null"/>: all.</param>
    /// <param name="known">Records as they are now: what closed ids among them say counts at every instant, and stands in no entry of theirs.</param>
    /// <param name="wasKnown"><b>What we knew</b> then: which entries had been recorded by then; <see langword="null"/>: all. The others still tell which links of closed ids are later.</param>
    /// <exception cref="ArgumentException">No id, or one that a link names is missing.</exception>
    public static PersonConsents Fold(
        IEnumerable<ContactId> ids, PurposeTaxonomy taxonomy, IEnumerable<AuditEntry> entries, Timestamp? occurredBy = null, IEnumerable<ContactConsents>? known = null,
        Func<AuditEntry, bool>? wasKnown = null)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(entries);
        return EntryFold.Fold([.. ids.Distinct()], taxonomy, [.. entries], occurredBy, [.. (known ?? []).Where(c => c.Closing is not null)], wasKnown ?? (_ => true));
    }

    /// <summary>The id here that a link means: where it names a closed id by its digest, the id as it is here.</summary>
    public ContactId IdOf(ContactId named) => _names.Resolve(named);

    /// <summary>The ids that are one person with this one now, itself included, in ordinal order. The person is named by the first.</summary>
    public ImmutableArray<ContactId> LinkedWith(ContactId id) => Contacts.Length == 1 ? [id] : Graph.PersonOf(id);

    /// <summary>The revision of an id as a caller sees it who reads its record here: to be stated by a change made from it (<see cref="ConsentChange.Expecting"/>).</summary>
    /// <exception cref="ArgumentException">The id is not here.</exception>
    public ContactRevision RevisionOf(ContactId id) => this[id].Revision with { Others = OthersSeen.From(id, this) };

    /// <summary>The record of one id, with the revision that a change made from it states (<see cref="RevisionOf"/>).</summary>
    /// <exception cref="ArgumentException">The id is not here.</exception>
    public ContactConsents Seen(ContactId id) => RevisionOf(id) is { Others: not 0 } seen ? this[id].With(revision: seen) : this[id];

    /// <summary>The record of one id, or <see langword="null"/> when it is not here.</summary>
    public ContactConsents? Find(ContactId id)
    {
        var resolved = _names.Resolve(id);
        foreach (var contact in Contacts)
        {
            if (contact.Id == resolved)
            {
                return contact;
            }
        }

        return null;
    }

    /// <summary>Works out what a change does: the records after it, the entry to write, and what to tell. Changes nothing itself.</summary>
    /// <param name="change">The change; it has an id.</param>
    /// <param name="rules">By which rules.</param>
    /// <param name="recording">Who records it, when, and through which port.</param>
    /// <exception cref="ArgumentException">The change has no id, or its contact's record is not here.</exception>
    /// <exception cref="ConsentAccessDeniedException">The actor may do none of it for this contact.</exception>
    public AppliedChange Apply(ConsentChange change, ConsentRules rules, Recording recording) => Apply(change, rules, recording, []);

    /// <summary>As above, for a change whose id was recorded for the contact before: a retry, or the id used again for something else.</summary>
    /// <param name="change">The change; it has an id.</param>
    /// <param name="rules">By which rules.</param>
    /// <param name="recording">Who records it, when, and through which port.</param>
    /// <param name="history">The contact's entries: at least those that the id, or an id made from it, has. Others are passed over.</param>
    /// <inheritdoc cref="Apply(ConsentChange, ConsentRules, Recording)" path="/exception"/>
    public AppliedChange Apply(ConsentChange change, ConsentRules rules, Recording recording, IEnumerable<AuditEntry> history)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentNullException.ThrowIfNull(history);
        return NoticesTold.Of(new ChangeEnvelope(Under(rules.Taxonomy), change, rules, recording, [.. history]).Run(), change, rules.Notices);
    }

    /// <summary>May it be done? A decision about the present takes the whole record.</summary>
    /// <param name="request">What is asked; its contact's record is here.</param>
    /// <param name="rules">By which rules.</param>
    /// <param name="now">The instant meant where the request names none.</param>
    /// <param name="isRestorePending">Whether a restored database waits for confirmation: permits become Review.</param>
    /// <param name="point">The record of the address that the request names (<see cref="ProcessingRequest.Point"/>), unless it is one of the person's ids; an empty one where nothing is on record.</param>
    /// <exception cref="ArgumentException">The record of the request's contact is not here; or that of its address is needed, and is not given.</exception>
    public ConsentDecision Decide(in ProcessingRequest request, ConsentRules rules, Timestamp now, bool isRestorePending = false, ContactConsents? point = null)
    {
        if (Contacts.Length == 1)
        {
            return Contacts[0].Decide(request, rules, now, isRestorePending, point);
        }

        var ids = Ids(request, rules, point, out var own);
        return Evaluation.Decide(ids, own, request, rules, now, null, isRestorePending);
    }

    /// <summary>As <see cref="Decide"/>, with every row asked on the way.</summary>
    /// <inheritdoc cref="Decide" path="/param|/exception"/>
    public DecisionTrace Explain(in ProcessingRequest request, ConsentRules rules, Timestamp now, bool isRestorePending = false, ContactConsents? point = null)
    {
        var steps = new List<DecisionStep>();
        var ids = Ids(request, rules, point, out var own);
        var decision = Evaluation.Decide(ids, own, request, rules, now, steps, isRestorePending);
        return new(decision, [.. steps]);
    }

    /// <summary>How many records: no personal data.</summary>
    public override string ToString() => $"{Contacts.Length} contact(s)";

    /// <summary>The same records read through another taxonomy.</summary>
    internal PersonConsents Under(PurposeTaxonomy taxonomy)
    {
        foreach (var contact in Contacts)
        {
            if (!ReferenceEquals(contact.Taxonomy, taxonomy))
            {
                return new(ImmutableArray.CreateRange(Contacts, static (c, other) => c.Under(other), taxonomy));
            }
        }

        return this;
    }

    internal PersonConsents With(ImmutableArray<ContactConsents> changed) =>
        Contacts.Length == 1 && changed.Length == 1 ? new(changed) : WithSome(changed);

    /// <summary>The records of those that are one person with this one now (<see cref="LinkedWith"/>).</summary>
    internal ImmutableArray<ContactConsents> RecordsOf(ContactId id) => Contacts.Length == 1 ? Contacts : [.. LinkedWith(id).Select(linked => this[linked])];

    /// <summary>The record of a request's address, which is not among the person's.</summary>
    internal static ContactConsents Addressed(ContactPoint named, ContactConsents? point) => point?.Id == named.Id
        ? point
        : throw new ArgumentException("The request names an address: its record is needed, an empty one where nothing is on record.", nameof(point));

    private PersonConsents WithSome(ImmutableArray<ContactConsents> changed) => new([.. Contacts.Select(c => changed.FirstOrDefault(x => x.Id == c.Id) ?? c)]);

    private static PersonConsents OfLinked(ImmutableArray<ContactConsents> contacts)
    {
        ImmutableArray<ContactConsents> ordered = [.. contacts.OrderBy(c => c.Id)];
        var names = ClosedNames.Of(ordered);
        var ids = ordered.Select(c => c.Id).ToHashSet();
        if (ordered.IsEmpty || ids.Count != ordered.Length)
        {
            throw new ArgumentException("A person has at least one record, and one for each id.", nameof(contacts));
        }

        return ordered.All(c => c.Links.All(l => ids.Contains(names.Resolve(l.Other))))
            ? new(ordered)
            : throw new ArgumentException("A linked contact's record is missing.", nameof(contacts));
    }

    /// <summary>The person's ids, and last the request's address where it is none of them.</summary>
    private ContactConsents[] Ids(in ProcessingRequest request, ConsentRules rules, ContactConsents? point, out int own)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var linked = LinkedWith(this[request.Contact].Id);
        own = linked.Length;
        var ids = linked.Select(id => this[id]);
        if (request.Point is { } named && !linked.Contains(named.Id))
        {
            ids = ids.Append(Find(named.Id) ?? Addressed(named, point));
        }

        return [.. ids.Select(id => id.Under(rules.Taxonomy))];
    }
}
