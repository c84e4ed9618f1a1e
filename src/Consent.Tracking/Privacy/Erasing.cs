using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Erases one person, step by step; whatever stops it, doing it again carries it on, and so does the next start.</summary>
/// <remarks>
/// The journal names what goes. Then one transaction marks the person's records as being erased and appends the <c>erased</c> entry; only then the store
/// takes it away. So what is missing is always covered by an entry. An entry about the person that came between (a reading) is covered by another round.
/// </remarks>
internal sealed class Erasing
{
    private readonly TrackingContext _tracking;
    private readonly Actor _actor;
    private readonly ErasedPerson _person;
    private readonly ErasureJournaling _journal;

    /// <summary>Erases whom a request names.</summary>
    public Erasing(TrackingContext tracking, Actor actor, ErasureRequest request)
    {
        _tracking = tracking;
        _actor = actor;
        _person = new(request.Contact);
        _journal = new(tracking, request.Ground, request.ForgetWholly);
    }

    /// <summary>Carries on what the journal has.</summary>
    /// <param name="tracking">The host's store and rules.</param>
    /// <param name="actor">Who carries it on.</param>
    /// <param name="record">The record; not at its end.</param>
    /// <param name="left">Of the person's own entries that it names: those that can still be read. At least one.</param>
    public Erasing(TrackingContext tracking, Actor actor, ErasureRecord record, IReadOnlyCollection<AuditEntry> left)
    {
        _tracking = tracking;
        _actor = actor;
        _person = new(left);
        _journal = new(tracking, record);
    }

    public async ValueTask<ErasureOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var outcome = ErasureOutcome.NothingOnRecord;
        while (true)
        {
            var loaded = await _tracking.LoadAsync([.. _person.Ids.Select(id => new ContactLookup(id))], cancellationToken).ConfigureAwait(false);
            var known = loaded.PersonOf([.. _person.Ids]);
            var reached = _person.Reach(known);
            var histories = new List<AuditEntry>();
            foreach (var contact in known.Contacts)
            {
                histories.AddRange(_person.OursOf(contact.Id, await _tracking.EntriesOfAsync(contact.Id, cancellationToken).ConfigureAwait(false)));
            }

            var plan = Plan(known, reached, histories);
            if (plan.IsEmpty)
            {
                await _journal.EndAsync(ErasureState.Done, cancellationToken).ConfigureAwait(false);
                return outcome;
            }

            if (_person.Ids.Any(id => IsHeld(histories.Where(e => e.Subject!.Contact == id))))
            {
                await _journal.EndAsync(ErasureState.Refused, cancellationToken).ConfigureAwait(false);
                return ErasureOutcome.Held;
            }

            await _journal.AddAsync(plan, cancellationToken).ConfigureAwait(false);
            if (await MarkAsync(plan, loaded, cancellationToken).ConfigureAwait(false))
            {
                _person.Begin(known, histories);
                await _tracking.CheckpointAsync(cancellationToken).ConfigureAwait(false);
                await _tracking.EraseAsync(plan.Erasures, cancellationToken).ConfigureAwait(false);
                outcome = plan.SuppressedSince is not null || outcome == ErasureOutcome.ErasedAndSuppressed ? ErasureOutcome.ErasedAndSuppressed : ErasureOutcome.Erased;
            }
        }
    }

    private ErasurePlan Plan(PersonConsents known, IReadOnlySet<ContactId> reached, List<AuditEntry> histories)
    {
        var ids = _person.Ids;
        var own = histories.Where(e => ids.Contains(e.Subject!.Contact)).ToList();
        var mentions = histories.Where(e => !ids.Contains(e.Subject!.Contact) && e.Subject.Other is { } other && ids.Contains(other)).ToList();
        var now = _tracking.Now;
        var since = _journal.ForgetWholly ? null : _journal.SuppressedSince ?? (reached.Any(id => SaysNo(known[id])) ? now : null);

        // Others' entries go with the first contact: as long as one of the person's own is left, whom they are about can still be found.
        var erasures = known.Contacts.Where(c => ids.Contains(c.Id)).Select((contact, i) => new ContactErasure(
            contact.Id,
            _person.LifeOf(contact),
            IndexRanges.Of(own.Where(e => e.Subject!.Contact == contact.Id).Concat(i == 0 ? mentions : []).Select(e => e.Index)),
            KeptOf(contact, since)));

        // Contacts that were linked once and are no more stay; but nothing in their records may name the person.
        var staying = known.Contacts.Where(c => !ids.Contains(c.Id) && c.Links.Any(l => ids.Contains(l.Other))).ToList();
        var recording = _tracking.RecordingBy(_actor, ChangePort.OneContact);
        var remains = staying.Select(c => LinkRemains.Entry(c, ids, _tracking.Rules, recording, ChangeId.From(Guid.CreateVersion7().ToString()))).OfType<AuditEntry>().ToList();
        var rest = known.Contacts.Where(c => !ids.Contains(c.Id)).Select(c => c.Id).ToList();
        var folded = staying.Count == 0 ? null : PersonConsents.Fold(rest, _tracking.Rules.Taxonomy, [.. histories.Except(own).Except(mentions), .. remains]);
        var going = known.Contacts.Where(c => ids.Contains(c.Id) && c.State != ContactState.Suppressed && _person.IsOurs(c));
        return new(
            [.. own.Select(e => e.Index)],
            [.. mentions.Select(e => e.Index)],
            since,
            [LogEvents.Erased(IndexRanges.Of(own.Concat(mentions).Select(e => e.Index)), _journal.Ground, 1, _actor, _tracking.Rules, now), .. remains],
            [.. going.Select(c => c.Erasing()), .. folded?.Contacts ?? []],
            [.. erasures]);
    }

    /// <summary>A hold from before the erasure was begun had been released by then: a backup may bring it back, and not its release.</summary>
    private bool IsHeld(IEnumerable<AuditEntry> history) => LogEvents.IsHeld(history.Where(e => _journal.ResumedFrom is not { } begun || e.RecordedAt >= begun));

    private bool SaysNo(ContactConsents record) => record.State == ContactState.Suppressed || (_person.IsOurs(record) && record.Flags.Any(f => f.InForce.IsProtective));

    /// <summary>The date kept with an id; one that is kept already stays, also where a later entry about it goes.</summary>
    private Timestamp? KeptOf(ContactConsents record, Timestamp? since) => record.State == ContactState.Suppressed ? record.StateSince : _person.IsOurs(record) ? since : null;

    private async ValueTask<bool> MarkAsync(ErasurePlan plan, LoadedContacts loaded, CancellationToken cancellationToken)
    {
        var commit = new ConsentCommit
        {
            Entries = plan.Log,
            Snapshots = [.. plan.Snapshots.Where(s => loaded.VersionOf(s.Id) > 0).Select(s => new SnapshotWrite(s, loaded.VersionOf(s.Id)))],
        };
        if ((await _tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0] is CommitOutcome.Committed)
        {
            return true;
        }

        ConsentTelemetry.CountConflict();
        return false;
    }
}
