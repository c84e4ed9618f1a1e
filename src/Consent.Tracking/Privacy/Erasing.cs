using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Erases one person, step by step; whatever stops it, doing it again carries it on, and so does the next start.</summary>
/// <remarks>
/// The journal names what goes. Then one transaction marks the person's records as being erased and appends the <c>erased</c> entry, and <c>closed</c> where something is
/// kept; only then the store takes it away. So what is missing is always covered by an entry. An entry about the person that came between (a reading) is covered by another round.
/// </remarks>
internal sealed class Erasing
{
    private readonly TrackingContext _tracking;
    private readonly ErasedPerson _person;
    private readonly ErasureJournaling _journal;
    private readonly ErasurePlanner _planner;

    /// <summary>Erases whom a request names.</summary>
    public Erasing(TrackingContext tracking, Actor actor, ErasureRequest request)
        : this(tracking, actor, new ErasedPerson(request.Contact), new ErasureJournaling(tracking, request.Ground, request.Keeps))
    {
    }

    /// <summary>Carries on what the journal has.</summary>
    /// <param name="tracking">The host's store and rules.</param>
    /// <param name="actor">Who carries it on.</param>
    /// <param name="record">The record; not at its end.</param>
    /// <param name="left">Of the person's own entries that it names: those that can still be read. At least one.</param>
    public Erasing(TrackingContext tracking, Actor actor, ErasureRecord record, IReadOnlyCollection<AuditEntry> left)
        : this(tracking, actor, new ErasedPerson(left), new ErasureJournaling(tracking, record))
    {
    }

    private Erasing(TrackingContext tracking, Actor actor, ErasedPerson person, ErasureJournaling journal)
    {
        _tracking = tracking;
        _person = person;
        _journal = journal;
        _planner = new(tracking, actor, person, journal.Ground);
    }

    public async ValueTask<ErasureOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var outcome = ErasureOutcome.NothingOnRecord;
        var looks = new Looks();
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

            var digests = await DigestsAsync(known, cancellationToken).ConfigureAwait(false);
            var ids = new ErasedIds(_person, reached, known, [.. histories.Where(e => _person.Ids.Contains(e.Subject!.Contact))], _journal, digests, _tracking.Now);
            var closings = await ClosingsAsync(ids, cancellationToken).ConfigureAwait(false);
            if (Looks.Fitting(() => _planner.Plan(known, ids, histories, closings)) is not { } plan)
            {
                if (await looks.AgainAsync(cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                throw new ConsentStoreException("Records and histories of the person do not fit together: another erasure of somebody once linked with them has not come to its end. Try again later; verifying says whether the state is altered.", isTransient: true);
            }

            if (plan.IsEmpty)
            {
                await _journal.EndAsync(ErasureState.Done, cancellationToken).ConfigureAwait(false);
                return outcome;
            }

            if (plan.Touched.Any(id => IsHeld(histories.Where(e => e.Subject!.Contact == id))))
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
                outcome = outcome == ErasureOutcome.NothingOnRecord ? plan.Outcome : outcome;
            }
        }
    }

    private async ValueTask<IReadOnlyDictionary<ContactId, Sha256Digest>> DigestsAsync(PersonConsents known, CancellationToken cancellationToken)
    {
        var digests = new Dictionary<ContactId, Sha256Digest>();
        foreach (var id in _person.Ids)
        {
            digests[id] = known[id].Closing?.Digest ?? await _tracking.DigestOfAsync(id, cancellationToken).ConfigureAwait(false);
        }

        return digests;
    }

    /// <summary>Where what was kept of an id goes too: the entries that say what was kept of it, and those that name it as linked with another.</summary>
    private async ValueTask<IReadOnlyList<AuditEntry>> ClosingsAsync(ErasedIds ids, CancellationToken cancellationToken)
    {
        var digests = ids.Closed.Concat(ids.Going).Select(c => c.Closing?.Digest).OfType<Sha256Digest>().ToHashSet();
        if (!ids.IsForgetting || digests.Count == 0)
        {
            return [];
        }

        return await _tracking.RetriedAsync(
            async () =>
            {
                var found = new List<AuditEntry>();
                await foreach (var entry in _tracking.Store.ReadLogAsync(new() { Type = AuditEntryType.Closed }, cancellationToken).ConfigureAwait(false))
                {
                    if (entry.Facts.Closing is { } closed && (digests.Contains(closed.Digest) || entry.Facts.ClosedWith.Any(digests.Contains)))
                    {
                        found.Add(entry);
                    }
                }

                return found;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A hold from before the erasure was begun had been released by then: a backup may bring it back, and not its release.</summary>
    private bool IsHeld(IEnumerable<AuditEntry> history) => LogEvents.IsHeld(history.Where(e => _journal.ResumedFrom is not { } begun || e.RecordedAt >= begun));

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
