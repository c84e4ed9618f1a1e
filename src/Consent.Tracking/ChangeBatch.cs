using System.Collections.Immutable;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Load, decide, commit: works items out in rounds until each has its answer. One item or many; the same for both ports.</summary>
/// <remarks>
/// A round is one read and one commit. INVARIANT: in a round each person (a contact, and all ever linked with it) is written at most once. Two
/// commits that expect versions n and n+1 must never stand in one batch: if somebody else wrote n+1 meanwhile, the first would conflict and
/// the second overwrite what they wrote. A conflict is no failure: somebody else got on, and the next round starts from there. So a no
/// is tried until it is written or the caller cancels; while the contact is being erased, it waits, and then counts anew.
/// </remarks>
internal sealed class ChangeBatch(TrackingContext tracking, Actor actor, ChangePort port)
{
    private static readonly TimeSpan s_erasureWait = TimeSpan.FromMilliseconds(20);

    public async ValueTask RunAsync(IReadOnlyList<ChangeWork> items, CancellationToken cancellationToken)
    {
        await SourceDates.LendAsync(tracking, items, cancellationToken).ConfigureAwait(false);
        for (var pending = items; pending.Count > 0; pending = [.. pending.Where(i => !i.IsDone)])
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await RoundAsync([.. pending.DistinctBy(i => i.Contact)], cancellationToken).ConfigureAwait(false))
            {
                await Task.Delay(s_erasureWait, tracking.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <returns>Whether some item waits for an erasure.</returns>
    private async ValueTask<bool> RoundAsync(IReadOnlyList<ChangeWork> round, CancellationToken cancellationToken)
    {
        var loaded = await tracking.LoadAsync([.. round.Select(i => new ContactLookup(i.Contact, i.NextId))], cancellationToken).ConfigureAwait(false);
        var commits = new List<ConsentCommit>();
        var writing = new List<(ChangeWork Item, AppliedChange Applied)>();
        var taken = new HashSet<ContactId>();
        var isWaiting = false;
        var hasLooked = false;
        for (var i = 0; i < round.Count; i++)
        {
            var item = round[i];
            var person = loaded.PersonOf(item.Contact);
            item.Person = person;
            if (!person.Contacts.All(c => taken.Add(c.Id)) || item.Next(person[item.Contact], loaded.Recorded[i]) is not { } change)
            {
                continue;
            }

            hasLooked = hasLooked || await tracking.KnowAsync(change, cancellationToken).ConfigureAwait(false);
            var applied = tracking.Watched(() => person.Apply(change, tracking.Rules, tracking.RecordingBy(actor, port)));
            if (applied.Result.Code == ChangeCode.ErasureInProgress && change.Statements.Any(s => s.IsProtective))
            {
                isWaiting = true;
                continue;
            }

            if (applied.Changed.IsEmpty)
            {
                item.Answer(applied.Result);
                continue;
            }

            commits.Add(CommitOf(applied, change, loaded));
            writing.Add((item, applied));
        }

        if (commits.Count > 0)
        {
            Take(await tracking.CommitAsync(commits, cancellationToken).ConfigureAwait(false), writing);
        }

        return isWaiting;
    }

    private static void Take(IReadOnlyList<CommitOutcome> outcomes, List<(ChangeWork Item, AppliedChange Applied)> writing)
    {
        for (var i = 0; i < writing.Count; i++)
        {
            var (item, applied) = writing[i];
            switch (outcomes[i])
            {
                case CommitOutcome.Committed committed:
                    item.Person = applied.After;
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

    private static ConsentCommit CommitOf(AppliedChange applied, ConsentChange change, LoadedContacts loaded) => new()
    {
        Contact = change.Contact,
        Change = change.Id ?? default,
        Entries = applied.Entry is { } entry ? ImmutableArray.Create(entry) : [],
        Snapshots = [.. applied.Changed.Select(c => new SnapshotWrite(c, loaded.VersionOf(c.Id)))],
    };
}
