using System.Collections.Immutable;

namespace Consent;

/// <summary>The record of an id that is erased, and what becomes of the links with it.</summary>
public sealed partial class ContactConsents
{
    /// <summary>An id that was erased: nothing but what it says for ever, and with which other closed ids it is one person.</summary>
    /// <param name="id">The id, or its name (<see cref="ClosedId.Name"/>).</param>
    /// <param name="taxonomy">The taxonomy to read it through.</param>
    /// <param name="closed">What is kept of it.</param>
    /// <param name="linked">The digests of the ids that it stays linked with.</param>
    /// <exception cref="ArgumentException"><paramref name="id"/> is <see langword="default"/>.</exception>
    public static ContactConsents Closed(ContactId id, PurposeTaxonomy taxonomy, ClosedId closed, params IEnumerable<Sha256Digest> linked)
    {
        ArgumentNullException.ThrowIfNull(closed);
        var table = FlagTableBuilder.Fold(taxonomy, closed.Statements(id));
        return Empty(id, taxonomy).With(own: table, counted: table, extras: new ContactExtras
        {
            State = ContactState.Closed,
            Closing = closed,
            Links = [.. linked.Where(digest => digest != closed.Digest).Distinct().Select(LinkEvent.ForEver)],
        });
    }

    /// <summary>The digests of the closed ids that this one is one person with, by its own links.</summary>
    public ImmutableArray<Sha256Digest> LinkedDigests() =>
        [.. Links.Where(l => !l.IsRectified).GroupBy(l => l.Other).Where(pair => new LinkedPair(pair.Key, [.. pair]).Holds).Select(pair => ClosedId.IsName(pair.Key, out var digest) ? digest : null).OfType<Sha256Digest>()];

    /// <summary>The same closed id, after ids that it was linked with were erased: it stays linked with those that are kept, and calls nobody by their id who is gone.</summary>
    /// <param name="closed">What is kept of it now.</param>
    /// <param name="erased">The ids that are gone.</param>
    /// <param name="linked">The digests of those among them that it stays linked with.</param>
    public ContactConsents ClosedAfter(ClosedId closed, IReadOnlySet<ContactId> erased, IEnumerable<Sha256Digest> linked)
    {
        ArgumentNullException.ThrowIfNull(closed);
        ArgumentNullException.ThrowIfNull(erased);
        ImmutableArray<LinkEvent> kept = [.. Links.Where(l => !erased.Contains(l.Other))];
        var own = FlagTableBuilder.Fold(Taxonomy, closed.Statements(Id));
        return With(own, CountedAs(closed, own, erased), extras: Extras with
        {
            State = ContactState.Closed,
            Closing = closed,
            Links = [.. kept.Concat(linked.Where(digest => digest != closed.Digest).Select(LinkEvent.ForEver)).Distinct()],
        });
    }

    /// <summary>The noes that outlast the erasure of this record (<see cref="ClosedId.Noes"/>).</summary>
    /// <param name="now">Our clock: a pause that is over is none.</param>
    public IEnumerable<KeptNo> NoesToKeep(Timestamp now) => ServiceNoes.Of(this, now);

    /// <summary>The same record while its erasure is under way: it takes no changes.</summary>
    public ContactConsents Erasing() => With(extras: Extras with { State = ContactState.Erasing });

    /// <summary>What stands for a contact whose stored record does not verify: it says nothing, and permits nothing (<see cref="DecisionCode.RecordAltered"/>).</summary>
    /// <param name="contact">Whose.</param>
    /// <param name="taxonomy">The taxonomy in use.</param>
    public static ContactConsents Altered(ContactId contact, PurposeTaxonomy taxonomy)
    {
        var empty = Empty(contact, taxonomy);
        return empty.With(extras: empty.Extras with { State = ContactState.Altered });
    }

    /// <summary>The same closed id with another date or kind.</summary>
    internal ContactConsents ClosedAs(ClosedId closed)
    {
        var own = FlagTableBuilder.Fold(Taxonomy, closed.Statements(Id));
        return With(own, CountedAs(closed, own, new HashSet<ContactId>()), extras: Extras with { Closing = closed });
    }

    /// <summary>Its links with closed ids, but those that are for ever and nothing else: once it is opened, no other entry tells of them.</summary>
    internal ImmutableArray<ClosedLink> DatedLinksWithClosed() =>
    [
        .. Links.Select(l => (Digest: ClosedId.IsName(l.Other, out var digest) ? digest : null, Link: l)).Where(l => l.Digest is not null)
            .GroupBy(l => l.Digest).Where(pair => pair.Any(l => l.Link.OccurredAt != Timestamp.MinValue)).SelectMany(pair => pair)
            .Select(l => new ClosedLink(l.Digest!.Value, l.Link.OccurredAt, l.Link.IsLinked, l.Link.PermissiveFrom)),
    ];

    /// <summary>The same record whose links call a contact by another name.</summary>
    internal ContactConsents Renaming(ContactId before, ContactId now) =>
        Links.Any(l => l.Other == before) ? With(extras: Extras with { Links = [.. Links.Select(l => l.Other == before ? l with { Other = now } : l)] }) : this;

    /// <summary>What counts for a closed id: what it says for ever, and of those linked with it what was said later than the date kept.</summary>
    private FlagTable CountedAs(ClosedId closed, FlagTable own, IReadOnlySet<ContactId> erased)
    {
        List<RecordedStatement> lent = [.. Flags.Select(f => f.InForce).Where(s => !s.IsProtective && s.Origin.Contact != Id && s.OccurredAt > closed.Since && !erased.Contains(s.Origin.Contact))];
        return lent.Count == 0 ? own : FlagTableBuilder.Fold(Taxonomy, closed.Statements(Id).Concat(lent));
    }
}
