using System.Collections.Immutable;

namespace Consent.Tracking;

/// <summary>What is kept of each id of a person who is erased, and what that makes of ids that were closed before.</summary>
internal sealed class ErasedIds
{
    private readonly ErasedPerson _person;
    private readonly ErasureJournaling _journal;
    private readonly IReadOnlyDictionary<ContactId, Sha256Digest> _digests;
    private readonly ClosedKind _kind;
    private readonly Timestamp _since;
    private readonly Timestamp _now;

    /// <param name="person">Whom.</param>
    /// <param name="reached">All that a link reaches, also from one side.</param>
    /// <param name="known">Their records.</param>
    /// <param name="own">Their own entries.</param>
    /// <param name="journal">What the request wants, and what was journaled before.</param>
    /// <param name="digests">The keyed digests of the ids.</param>
    /// <param name="now">Our clock.</param>
    public ErasedIds(
        ErasedPerson person, IReadOnlySet<ContactId> reached, PersonConsents known, IReadOnlyCollection<AuditEntry> own, ErasureJournaling journal,
        IReadOnlyDictionary<ContactId, Sha256Digest> digests, Timestamp now)
    {
        _person = person;
        _journal = journal;
        _digests = digests;
        _now = now;
        Going = [.. known.Contacts.Where(c => person.Ids.Contains(c.Id) && c.State != ContactState.Closed && c.Revision.Number > 0 && person.IsOurs(c))];
        Closed = [.. known.Contacts.Where(c => person.Ids.Contains(c.Id) && c.State == ContactState.Closed)];
        _kind = journal.Keeps == ErasureKeeps.NeverContact || journal.Kind == ClosedKind.NeverContact || reached.Any(id => SaysNo(known[id]))
            ? ClosedKind.NeverContact : ClosedKind.Erased;

        // Nothing that was ever said counts again, whatever clock it was dated by.
        _since = own.SelectMany(e => e.Facts.Statements).Where(s => s.Weight != StatementWeight.Pending || s.OccurredAt > now).Select(s => s.OccurredAt)
            .Concat(own.SelectMany(ClaimedAhead))
            .Concat(reached.Select(id => known[id].Closing?.Since).OfType<Timestamp>())
            .Append(journal.Since ?? now).Max();
    }

    /// <summary>The records that go.</summary>
    public ImmutableArray<ContactConsents> Going { get; }

    /// <summary>The ids that were closed before.</summary>
    public ImmutableArray<ContactConsents> Closed { get; }

    /// <summary>Whether an id was closed before and stays so: others name it by its digest, which is kept.</summary>
    public bool StaysClosed(ContactConsents record) => !IsForgetting && Closed.Contains(record);

    private HashSet<ContactId> Together => [.. _person.Ids, .. Closed.Select(c => c.Closing!.Name)];

    private bool AreOnlyClosed => Going.IsEmpty && !IsForgetting;

    /// <summary>Whether nothing at all is kept.</summary>
    public bool IsForgetting => _journal.Keeps == ErasureKeeps.Nothing;

    public ErasureOutcome Outcome => IsForgetting ? ErasureOutcome.Forgotten : _kind == ClosedKind.NeverContact ? ErasureOutcome.ErasedNeverContact : ErasureOutcome.Erased;

    /// <summary>The digests that each of them stays linked with, its own included.</summary>
    public ImmutableArray<Sha256Digest> Linked => IsForgetting ? [] : [.. Going.Concat(Closed).Select(c => _digests[c.Id])];

    /// <summary>What is kept of an id; <see langword="null"/>: nothing.</summary>
    public ClosedId? KeptOf(ContactConsents record) =>
        IsForgetting ? null
        : record is { State: ContactState.Closed, Closing: { } closed }
            ? !Going.IsEmpty ? closed.And(_kind, _since) : _journal.Keeps == ErasureKeeps.NeverContact && closed.WithoutLists().Kind != ClosedKind.NeverContact ? closed.And(ClosedKind.NeverContact, _since) : closed
        : Going.Contains(record) ? _journal.WithKept(new ClosedId(_digests[record.Id], _kind, _since).And((record.Closing?.Noes ?? []).Concat(record.NoesToKeep(_now))))
        : null;

    /// <summary>Closed before, as they are from now on, where that is not as they were.</summary>
    /// <remarks>Erased together with somebody, they are one person for ever: no date of an earlier link between them is left, by whichever name it calls them.</remarks>
    public IEnumerable<ContactConsents> Moved() => IsForgetting ? [] : Closed.Select(c => (Before: c, After: AreOnlyClosed ? c.ClosedAfter(KeptOf(c)!, ImmutableHashSet<ContactId>.Empty, []) : c.ClosedAfter(KeptOf(c)!, Together, Linked)))
        .Where(c => c.Before.Closing != c.After.Closing || !c.Before.Links.ToHashSet().SetEquals(c.After.Links)).Select(c => c.After);

    /// <summary>The dates of yeses that were lowered to the clock: sent again they would be lowered to a later one.</summary>
    private static IEnumerable<Timestamp> ClaimedAhead(AuditEntry entry) => entry.Evidence is not { } evidence ? []
        : evidence.Statements.Select(s => s.Claimed?.Earliest).OfType<Timestamp>().Where((_, i) => i < entry.Facts.Statements.Length).Where(at => at > entry.RecordedAt);

    private bool SaysNo(ContactConsents record) =>
        record.State == ContactState.Closed
            ? record.Closing!.Kind == ClosedKind.NeverContact
            : _person.IsOurs(record) && (!record.Unknown.IsEmpty || record.Pauses.Any(p => p.Span?.Until > _now) || record.Flags.Any(f => f.InForce.IsProtective && !IsErasure(f.InForce)));

    /// <summary>What an erasure left of an id that was opened again is no word of the person's, unless it was not to be contacted.</summary>
    private static bool IsErasure(in RecordedStatement said) => said.Origin.Change.IsDefault && said.Flag == ConsentFlag.Status;
}
