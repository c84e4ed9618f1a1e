using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Works out one round of an erasure from what is on record.</summary>
/// <param name="tracking">The host's rules and clock.</param>
/// <param name="actor">Who erases.</param>
/// <param name="person">Whom.</param>
/// <param name="journal">What the request wants, and the erasure's name.</param>
internal sealed class ErasurePlanner(TrackingContext tracking, Actor actor, ErasedPerson person, ErasureJournaling journal)
{
    /// <param name="known">The records of all that were ever linked with the person.</param>
    /// <param name="ids">What is kept of the person's ids.</param>
    /// <param name="histories">All their entries.</param>
    /// <param name="closings">Where what was kept goes too: the entries that closed the person's ids, or name them as linked.</param>
    /// <param name="closed">Of the ids that these are about, the records of those that are closed now.</param>
    /// <param name="keyed">The keyed digests of the person's ids.</param>
    /// <param name="requests">What is said of the person's requests, without naming anybody.</param>
    public ErasurePlan Plan(
        PersonConsents known, ErasedIds ids, IReadOnlyList<AuditEntry> histories, IReadOnlyList<AuditEntry> closings, IReadOnlyList<ContactConsents> closed, IReadOnlyDictionary<ContactId, Sha256Digest> keyed,
        IReadOnlyList<AuditEntry> requests)
    {
        var digests = keyed.Values.ToHashSet();
        List<AuditEntry> ownClosings = [.. closings.Where(e => e.Facts.Closing is not { } closed || digests.Contains(closed.Digest))];
        List<AuditEntry> own = [.. histories.Where(e => person.Ids.Contains(e.Subject!.Contact))];
        List<AuditEntry> naming = [.. histories.Where(e => !person.Ids.Contains(e.Subject!.Contact) && person.MayMeanUs(e) && e.Subject.Other is { } other && person.Ids.Contains(known.IdOf(other)) && !(ClosedId.IsName(other, out _) && ids.StaysClosed(known[other])))];
        List<AuditEntry> mentions = [.. naming, .. closings.Except(ownClosings)];
        ImmutableArray<ErasedOther> others = [.. mentions.OrderBy(e => e.Index).Select(e => new ErasedOther(e.Index, e.Subject?.Previous ?? AuditEntry.NotLogged))];
        var moved = ids.Moved().ToList();
        var (remains, staying) = Staying(known, ids, histories, own, naming);
        List<ContactConsents> parted = [.. staying.Where(c => c.State == ContactState.Closed && (known[c.Id].Links.Length != c.Links.Length || known[c.Id].Closing != c.Closing))];
        ImmutableArray<JournaledClosing> kept =
        [
            .. ids.Going.Select(ids.KeptOf).OfType<ClosedId>().Select(closed => new JournaledClosing(closed, [.. ids.Linked.Where(d => d != closed.Digest)])),
            .. moved.Select(c => new JournaledClosing(c.Closing!, c.LinkedDigests())),
        ];
        ImmutableArray<AuditEntry> log =
        [
            LogEvents.Erased(
                IndexRanges.Of(own.Concat(ownClosings).Concat(mentions).Select(e => e.Index)), journal.Ground, 1, actor, tracking.Rules, tracking.Now, journal.Id, journal.Keeps, others),
            .. kept.Select(k => LogEvents.Closed(k.Closed, k.Linked, actor, tracking.Rules, tracking.Now)),
            .. Renewed(closed.Where(c => !digests.Contains(c.Closing!.Digest) && !parted.Exists(p => p.Closing!.Digest == c.Closing.Digest)), digests),
            .. parted.Select(c => LogEvents.Closed(c.Closing!, c.LinkedDigests(), actor, tracking.Rules, tracking.Now)),
            .. remains,
            .. requests,
        ];
        return new(
            [.. own.Concat(ownClosings).Select(e => e.Index)],
            others,
            [.. own.Concat(naming).Select(e => e.Subject!.Contact)],
            kept,
            log,
            [.. ids.Going.Select(c => c.Erasing()), .. moved, .. staying],
            [.. Erasures(known, ids, own, [.. ownClosings, .. mentions])])
        {
            IsEmpty = own.Count + ownClosings.Count + mentions.Count + moved.Count == 0 && !(ids.IsForgetting && ids.Closed.Length > 0),
            Outcome = ids.Outcome,
        };
    }

    /// <summary>Others' entries go with the first contact: as long as one of the person's own is left, whom they are about can still be found.</summary>
    private IEnumerable<ContactErasure> Erasures(PersonConsents known, ErasedIds ids, List<AuditEntry> own, List<AuditEntry> others) =>
        known.Contacts.Where(c => person.Ids.Contains(c.Id)).Select((contact, i) => new ContactErasure(
            contact.Id,
            person.LifeOf(contact),
            IndexRanges.Of(own.Where(e => e.Subject!.Contact == contact.Id).Concat(i == 0 ? others : []).Select(e => e.Index)),
            ids.KeptOf(contact))
        {
            Linked = [.. ids.Linked.Where(digest => digest != ids.KeptOf(contact)?.Digest)],
        });

    /// <summary>Whoever was ever linked with the person, over any path, stays; but nothing in their records may name the person, and no no that counted for them is lost.</summary>
    private (ImmutableArray<AuditEntry> Remains, ImmutableArray<ContactConsents> Records) Staying(
        PersonConsents known, ErasedIds ids, IReadOnlyList<AuditEntry> histories, List<AuditEntry> own, List<AuditEntry> naming)
    {
        // A closed id among them is called by its digest.
        var erased = person.Ids.Concat(known.Contacts.Where(c => person.Ids.Contains(c.Id) && !ids.StaysClosed(c)).Select(c => c.Closing?.Name).OfType<ContactId>()).ToHashSet();
        List<ContactConsents> rest = [.. known.Contacts.Where(c => !person.Ids.Contains(c.Id)).Select(c => c is { State: ContactState.Closed, Closing: { } closed } ? c.ClosedAfter(WithNoesOf(own, closed), erased, []) : c)];
        if (rest.Count == 0 || (person.IsGone ? naming.Count == 0 : own.Count + naming.Count == 0 && !ids.IsForgetting))
        {
            return ([], []);
        }

        // Those that stay closed are named by the rest, and name nobody who goes.
        List<ContactConsents> closed = [.. ids.Closed.Where(ids.StaysClosed).Select(c => c.ClosedAfter(ids.KeptOf(c)!, erased, []))];
        List<AuditEntry> left = [.. histories.Except(own).Except(naming)];
        var folded = Fold(left);
        var remains = LinkRemains.Entries(
            known, folded, histories, tracking.Rules, tracking.RecordingBy(actor, ChangePort.OneContact), () => ChangeId.From(Guid.CreateVersion7().ToString()));

        // Whoever is being erased by somebody else stays so: a fold does not know it.
        return (remains, [.. (remains.IsEmpty ? folded : Fold([.. left, .. remains])).Contacts.Where(c => !person.Ids.Contains(c.Id)).Select(c => known[c.Id].State == ContactState.Erasing ? c.Erasing() : c)]);

        PersonConsents Fold(List<AuditEntry> entries) => PersonConsents.Fold(rest.Concat(closed).Select(c => c.Id), tracking.Rules.Taxonomy, entries, known: rest.Concat(closed));
    }

    /// <summary>An id that nothing but lists closed may turn out not to have been: what they who go said while they were one person is kept as its own no.</summary>
    private static ClosedId WithNoesOf(IEnumerable<AuditEntry> own, ClosedId closed) =>
        closed.WithoutLists().Kind == ClosedKind.Rectified && own.SelectMany(e => e.RecordedStatements()).Where(s => s.IsProtective).Max(s => (Timestamp?)s.OccurredAt) is { } no
            ? closed.And(ClosedKind.NeverContact, no) : closed;

    /// <summary>What is kept of other closed ids that the log names as linked with those that are forgotten, without naming these.</summary>
    private IEnumerable<AuditEntry> Renewed(IEnumerable<ContactConsents> others, HashSet<Sha256Digest> forgotten) =>
        others.Select(c => LogEvents.Closed(c.Closing!, [.. c.LinkedDigests().Where(d => !forgotten.Contains(d))], actor, tracking.Rules, tracking.Now));
}
