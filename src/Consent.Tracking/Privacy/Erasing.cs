using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Erases one person, step by step; whatever stops it, doing it again carries it on, and so does the next start.</summary>
/// <remarks>
/// The journal names what goes. Then one transaction marks the person's records as being erased and appends the <c>erased</c> entry, and <c>closed</c> where something is
/// kept; only then the store takes it away. So what is missing is always covered by an entry. An entry about the person that came between (a reading) is covered by another round.
/// </remarks>
internal sealed partial class Erasing
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(20);

    /// <summary>Twice as long as anybody watches one before taking it over: then nobody does, and it is marked anew.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private readonly TrackingContext _tracking;
    private readonly Actor _actor;
    private readonly ErasedPerson _person;
    private readonly ErasureJournaling _journal;
    private readonly ErasurePlanner _planner;
    private readonly ShutHistories _shut;
    private readonly SubjectRequestNumber? _answers;

    /// <summary>The place of the last <c>erased</c> entry of this erasure; <see langword="null"/> before the first.</summary>
    private long? _markedAt;

    /// <summary>Whether somebody else has it now: they marked the records after us.</summary>
    private bool _isOvertaken;

    /// <summary>Erases whom a request names.</summary>
    public Erasing(TrackingContext tracking, Actor actor, ErasureRequest request)
        : this(tracking, actor, new ErasedPerson(request.Contact), new ErasureJournaling(tracking, request.Ground, request.Keeps), ShutHistories.None, null) => _answers = request.Answers;

    /// <summary>Carries on what the journal or the log has.</summary>
    /// <param name="tracking">The host's store and rules.</param>
    /// <param name="actor">Who carries it on.</param>
    /// <param name="record">The record; not at its end.</param>
    /// <param name="left">Of the person's own entries that it names: those that can still be read, or what stands for them. At least one.</param>
    /// <param name="shut">The histories that cannot be read.</param>
    /// <param name="markedAt">The place of its <c>erased</c> entry, where it is known to have begun.</param>
    public Erasing(TrackingContext tracking, Actor actor, ErasureRecord record, IReadOnlyCollection<AuditEntry> left, ShutHistories shut, long? markedAt)
        : this(tracking, actor, new ErasedPerson(left), new ErasureJournaling(tracking, record), shut, markedAt) =>
        _answers = record.Requests.FirstOrDefault(r => r.IsAnsweredByErasure)?.Number;

    private Erasing(TrackingContext tracking, Actor actor, ErasedPerson person, ErasureJournaling journal, ShutHistories shut, long? markedAt)
    {
        _tracking = tracking;
        _person = person;
        _journal = journal;
        _actor = actor;
        _planner = new(tracking, actor, person, journal);
        _shut = shut;
        _markedAt = markedAt;
    }

    public async ValueTask<ErasureOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var isDone = false;
        try
        {
            var outcome = await RoundsAsync(cancellationToken).ConfigureAwait(false);
            isDone = true;
            return outcome;
        }
        finally
        {
            _tracking.Erasures.Leave(_journal.Id, isDone);
        }
    }

    private async ValueTask<ErasureOutcome> RoundsAsync(CancellationToken cancellationToken)
    {
        var outcome = ErasureOutcome.NothingOnRecord;
        var looks = new Looks(most: 300);
        long? waitingSince = null;
        while (true)
        {
            var loaded = await _tracking.LoadAsync([.. _person.Ids.Select(id => new ContactLookup(id))], cancellationToken).ConfigureAwait(false);
            var known = loaded.PersonOf([.. _person.Ids]);
            var takesOver = waitingSince is { } since && _tracking.Clock.GetElapsedTime(since) >= s_patience;
            if (!takesOver && IsAnothersTurn(known))
            {
                if (IsResumed)
                {
                    return outcome;
                }

                waitingSince ??= _tracking.Clock.GetTimestamp();
                await _tracking.CarryOnErasuresAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(s_moment, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var reached = _person.Reach(known, takesOver);
            var histories = await HistoriesAsync(known, cancellationToken).ConfigureAwait(false);
            var digests = await DigestsAsync(known, cancellationToken).ConfigureAwait(false);
            var ids = new ErasedIds(_person, reached, known, [.. histories.Where(e => _person.Ids.Contains(e.Subject!.Contact))], _journal, digests, _tracking.Now);
            var closings = await ClosingsAsync(digests.Values, cancellationToken).ConfigureAwait(false);
            var closed = await ClosedAsync(closings, cancellationToken).ConfigureAwait(false);
            var requests = await RequestsAsync(histories, closings, digests.Values, cancellationToken).ConfigureAwait(false);
            if (Looks.Fitting(() => _planner.Plan(known, ids, histories, closings, closed, digests, requests.Said)) is not { } worked)
            {
                if (await looks.AgainAsync(cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                throw new ConsentStoreException("Records and histories of the person do not fit together: another erasure of somebody once linked with them has not come to its end. Try again later; verifying says whether the state is altered.", isTransient: true);
            }

            var plan = worked with { Requests = requests.Standing };
            if (plan.IsEmpty)
            {
                // Whoever waited for another erasure of the person is told what came of that.
                await _journal.EndAsync(ErasureState.Done, cancellationToken).ConfigureAwait(false);
                return waitingSince is null || outcome != ErasureOutcome.NothingOnRecord ? outcome : plan.Outcome;
            }

            if (_markedAt is null && await AreHeldAsync(plan, histories, cancellationToken).ConfigureAwait(false))
            {
                await _journal.EndAsync(ErasureState.Refused, cancellationToken).ConfigureAwait(false);
                return ErasureOutcome.Held;
            }

            if (await BeginAsync(plan, loaded, known, histories, cancellationToken).ConfigureAwait(false))
            {
                outcome = outcome == ErasureOutcome.NothingOnRecord ? plan.Outcome : outcome;
                await TakeAwayAsync(plan, loaded, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Names what goes in the journal, and marks the records.</summary>
    /// <returns>Whether nobody was first.</returns>
    private async ValueTask<bool> BeginAsync(ErasurePlan plan, LoadedContacts loaded, PersonConsents known, List<AuditEntry> histories, CancellationToken cancellationToken)
    {
        await _journal.AddAsync(plan, cancellationToken).ConfigureAwait(false);
        _tracking.Erasures.Begin(_journal.Id);
        if (!await MarkAsync(plan, loaded, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        _person.Begin(known, histories);
        return true;
    }

    private async ValueTask TakeAwayAsync(ErasurePlan plan, LoadedContacts loaded, CancellationToken cancellationToken)
    {
        await _tracking.CheckpointAsync(cancellationToken).ConfigureAwait(false);
        if (await _tracking.EraseAsync(Marked(plan, loaded), cancellationToken).ConfigureAwait(false))
        {
            _person.Gone(_markedAt!.Value);
        }
        else if (await MarkedAtAsync(_markedAt!.Value + 1, cancellationToken).ConfigureAwait(false) is not null)
        {
            // Else something moved that is not marked, such as what is kept of a closed id: it is marked anew.
            _isOvertaken = true;
            _tracking.Erasures.Leave(_journal.Id, isDone: true);
        }
    }

    private bool IsResumed => _journal.ResumedFrom is not null;

    /// <summary>
    /// Whether somebody else is at one of them: two at once would say different things of what is kept. Nobody waits in a circle: whoever marked later has freed those who stay, and does not meet the others any more.
    /// </summary>
    private bool IsAnothersTurn(PersonConsents known) => known.Contacts.Any(c => c.State == ContactState.Erasing && (_isOvertaken || (!IsResumed && !_person.HasMarked(c))));

    /// <summary>What goes, with the versions that the mark gave the records.</summary>
    private List<ContactErasure> Marked(ErasurePlan plan, LoadedContacts loaded)
    {
        var written = plan.Snapshots.Where(s => !IsUnmarked(s)).Select(s => s.Id).ToHashSet();
        return [.. plan.Erasures.Select(e => e with { Version = loaded.VersionOf(e.Contact) is var version && version > 0 && written.Contains(e.Contact) ? version + 1 : version })];
    }

    /// <summary>A record whose key is gone cannot be written any more, only taken away.</summary>
    private bool IsUnmarked(ContactConsents record) => _shut.Of(record) is not null;

    private async ValueTask<bool> MarkAsync(ErasurePlan plan, LoadedContacts loaded, CancellationToken cancellationToken)
    {
        var commit = new ConsentCommit
        {
            Entries = [.. plan.Log.Where(e => e.Subject is not { } subject || !_shut.Contacts.Contains(subject.Contact))],
            Snapshots = loaded.Writes([.. plan.Snapshots.Where(s => loaded.VersionOf(s.Id) > 0 && !IsUnmarked(s))]),
        };
        if ((await _tracking.CommitAsync([commit], cancellationToken).ConfigureAwait(false))[0] is CommitOutcome.Committed committed)
        {
            _markedAt = committed.Entries[0].Index;
            return true;
        }

        var from = plan.Own.Concat(plan.Mentions.Select(m => m.Index)).Append(_markedAt ?? -1).Max() + 1;
        if (await MarkedAtAsync(from, cancellationToken).ConfigureAwait(false) is { } mine)
        {
            // Only the answer was lost.
            _markedAt = mine;
            return true;
        }

        ConsentTelemetry.CountConflict();
        if (_markedAt is null && !IsResumed)
        {
            await _journal.TakeBackAsync(cancellationToken).ConfigureAwait(false);
        }

        return false;
    }
}
