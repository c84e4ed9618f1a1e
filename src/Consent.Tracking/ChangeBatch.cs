using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Load, decide, commit: works items out in rounds until each has its answer. One item or many; the same for both ports.</summary>
/// <remarks>
/// A round is one read and one commit. INVARIANT: in a round each person (a contact, and all ever linked with it) is written at most once. Two
/// commits that expect versions n and n+1 must never stand in one batch: if somebody else wrote n+1 meanwhile, the first would conflict and
/// the second overwrite what they wrote. A conflict is no failure: somebody else got on, and the next round starts from there. So a no
/// is tried until it is written or the caller cancels; while the contact is being erased, it waits, and then counts anew.
/// </remarks>
/// <param name="tracking">The store, the rules, the clock.</param>
/// <param name="actor">Who makes the changes.</param>
/// <param name="port">Through which port.</param>
/// <param name="isMany">Whether an item that throws is refused by itself; else the caller learns of it.</param>
internal sealed class ChangeBatch(TrackingContext tracking, Actor actor, ChangePort port, bool isMany = false)
{
    private static readonly TimeSpan s_erasureWait = TimeSpan.FromMilliseconds(20);

    /// <summary>Of each contact that was read or written: how the person stands, last. One item knows its own.</summary>
    private Dictionary<ContactId, PersonConsents>? _persons;

    /// <summary>Whether this round asked already what other hosts have published.</summary>
    private bool _hasLooked;

    public async ValueTask RunAsync(IReadOnlyList<ChangeWork> items, CancellationToken cancellationToken)
    {
        await SourceDates.LendAsync(tracking, items, cancellationToken).ConfigureAwait(false);
        _persons = items.Count == 1 ? null : [];
        for (var pending = Pending(items); pending.Count > 0; pending = Pending(pending))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await RoundAsync(pending.Count == 1 ? pending : [.. pending.DistinctBy(i => i.Contact)], cancellationToken).ConfigureAwait(false))
            {
                await tracking.CarryOnErasuresAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(s_erasureWait, tracking.Clock, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var item in _persons is null ? [] : items)
        {
            // Others of the batch may have been about the same person.
            item.Person = _persons!.GetValueOrDefault(item.Contact);
        }
    }

    private static IReadOnlyList<ChangeWork> Pending(IReadOnlyList<ChangeWork> items) =>
        items.Count > 1 ? [.. items.Where(i => !i.IsDone)] : items.Count == 1 && !items[0].IsDone ? items : [];

    /// <returns>Whether some item waits for an erasure.</returns>
    private async ValueTask<bool> RoundAsync(IReadOnlyList<ChangeWork> round, CancellationToken cancellationToken)
    {
        var loaded = await tracking.LoadAsync(Lookups(round), isMany ? Doubtful.Denied : Doubtful.Refused, cancellationToken).ConfigureAwait(false);
        var commits = new List<ConsentCommit>(round.Count);
        var writing = new List<(ChangeWork Item, AppliedChange Applied)>(round.Count);
        HashSet<ContactId>? taken = round.Count == 1 ? null : [];
        var isWaiting = false;
        _hasLooked = false;
        for (var i = 0; i < round.Count; i++)
        {
            var item = round[i];
            var person = loaded.PersonOf(item.Contact);
            if (person.Contacts.Any(c => c.State == ContactState.Altered))
            {
                // The others go on; this one is for the caller to keep.
                item.Refuse(new RecordAlteredException());
                continue;
            }

            Know(item, person);
            if (IsTaken(person, taken) || await WorkOutAsync(item, person, loaded.Recorded[i], cancellationToken).ConfigureAwait(false) is not var (change, applied))
            {
                continue;
            }

            if (applied.Result.Has(ChangeCode.ErasureInProgress) && change.Statements.Any(s => s.IsProtective))
            {
                isWaiting = true;
                continue;
            }

            if (applied.Changed.IsEmpty)
            {
                item.Answer(applied.Result);
                continue;
            }

            commits.Add(ChangeTry.CommitOf(applied, change, loaded));
            writing.Add((item, applied));
        }

        if (commits.Count > 0)
        {
            Take(await tracking.CommitAsync(commits, cancellationToken).ConfigureAwait(false), writing);
        }

        return isWaiting;
    }

    /// <returns><see langword="null"/> when the item has its answer: in a run over many, one that throws is refused and the others go on.</returns>
    private async ValueTask<(ConsentChange Change, AppliedChange Applied)?> WorkOutAsync(
        ChangeWork item, PersonConsents person, AuditEntry? recorded, CancellationToken cancellationToken)
    {
        try
        {
            if (item.Next(person.Seen(item.Contact), recorded) is not { } change)
            {
                return null;
            }

            tracking.DemandChange(actor, change, port);
            _hasLooked = _hasLooked || await tracking.KnowAsync(change, cancellationToken).ConfigureAwait(false);
            var recording = tracking.RecordingBy(actor, port, person[item.Contact].Revision);
            return (change, await tracking.ApplyAsync(person, change, item.IsChange ? recorded : null, recording, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception fault) when (isMany && fault is not (ConsentStoreException or OperationCanceledException))
        {
            item.Refuse(fault);
            return null;
        }
    }

    private static ContactLookup[] Lookups(IReadOnlyList<ChangeWork> round)
    {
        var lookups = new ContactLookup[round.Count];
        for (var i = 0; i < lookups.Length; i++)
        {
            lookups[i] = new(round[i].Contact, round[i].NextId);
        }

        return lookups;
    }

    /// <summary>Whether another item of the round is about the same person; where there is only one, none is.</summary>
    private static bool IsTaken(PersonConsents person, HashSet<ContactId>? taken) => taken is not null && !person.Contacts.All(c => taken.Add(c.Id));

    private void Know(ChangeWork item, PersonConsents person)
    {
        item.Person = person;
        foreach (var contact in _persons is null ? [] : person.Contacts)
        {
            _persons![contact.Id] = person;
        }
    }

    private void Take(IReadOnlyList<CommitOutcome> outcomes, List<(ChangeWork Item, AppliedChange Applied)> writing)
    {
        for (var i = 0; i < writing.Count; i++)
        {
            var (item, applied) = writing[i];
            switch (outcomes[i])
            {
                case CommitOutcome.Committed committed:
                    Know(item, applied.After);
                    item.Answer(applied.Result with
                    {
                        Index = applied.Result.Outcome == ChangeOutcome.Recorded && committed.Entries is [{ Index: >= 0 } entry, ..] ? entry.Index : null,
                    });
                    break;
                case CommitOutcome.AlreadyRecorded recorded:
                    item.AnswerRecorded(recorded.Entry);
                    break;
                default:
                    ConsentTelemetry.CountConflict();
                    break;
            }
        }
    }
}
