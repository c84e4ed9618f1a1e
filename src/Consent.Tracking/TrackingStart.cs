using Consent.Storage;

namespace Consent.Tracking;

/// <summary>
/// What happens once, before the first call reaches the store: the log is compared with the checkpoints signed for it and with the journal of erasures, notices
/// and purposes published earlier join the rules, another taxonomy or rule set is recorded, and erasures that were cut off are carried on.
/// </summary>
internal sealed class TrackingStart(PublishedRules rules, LogPublisher publisher)
{
    private static readonly Actor s_resumer = Actor.System("consent-tracking");

    private readonly Lock _lock = new();
    private Task? _run;

    /// <summary>Whether the log and the state are being verified now, before anything else may begin.</summary>
    public bool IsVerifying { get; private set; }

    public bool IsDone => Volatile.Read(ref _run) is { IsCompletedSuccessfully: true };

    /// <summary>All callers wait for one run; none of them stops it for the others. One that failed is tried again by the next caller.</summary>
    public Task RunAsync(TrackingContext tracking, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_run is null or { IsFaulted: true } or { IsCanceled: true })
            {
                Volatile.Write(ref _run, OnceAsync(tracking.Starting(), s_resumer));
            }

            return _run.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Lets the log go on from a restored backup, and starts on it. All other callers wait.</summary>
    public Task<LogRecovery> RecoverAsync(TrackingContext tracking, Actor actor, IReadOnlyCollection<IErasureJournal> journalsOfOthers, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var recovery = RecoverAsync(tracking.Starting(), actor, journalsOfOthers, _run ?? Task.CompletedTask);
            Volatile.Write(ref _run, recovery);
            return recovery.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Lets another key sign, also where the log's own is lost and the host cannot start. All other callers wait.</summary>
    public Task<SignerChange> ChangeSignerAsync(TrackingContext tracking, Actor actor, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var change = ChangeSignerAsync(tracking.Starting(), actor, _run ?? Task.CompletedTask);
            Volatile.Write(ref _run, change);
            return change.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The last entry that can be read. Those after it were erased, or are about people whose keys are gone: none of them says which rules the log went over to, as entries that do have no subject.</summary>
    private static async ValueTask<AuditEntry?> LastAsync(IConsentStore store)
    {
        var head = await store.GetHeadAsync(CancellationToken.None).ConfigureAwait(false);
        for (var index = head.Size - 1; index >= 0; index--)
        {
            await foreach (var entry in store.Log.ReadAsync(index, index + 1, CancellationToken.None).ConfigureAwait(false))
            {
                if (!entry.IsErased && entry.FirstBrokenSlot() is null)
                {
                    return entry.Open();
                }
            }
        }

        return null;
    }

    private async Task<LogRecovery> RecoverAsync(TrackingContext tracking, Actor actor, IReadOnlyCollection<IErasureJournal> journalsOfOthers, Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        var recovery = await new Recovering(tracking, actor, journalsOfOthers).RunAsync(CancellationToken.None).ConfigureAwait(false);
        publisher.Guard.Lift();
        await OnceAsync(tracking, actor).ConfigureAwait(false);
        if (recovery.IsRestored)
        {
            await tracking.CheckpointAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return recovery;
    }

    private async Task<SignerChange> ChangeSignerAsync(TrackingContext tracking, Actor actor, Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await publisher.Guard.Refusal().ConfigureAwait(false);
        var change = await new SignerChanging(tracking, actor).RunAsync(CancellationToken.None).ConfigureAwait(false);
        await OnceAsync(tracking, actor).ConfigureAwait(false);
        return change;
    }

    private async Task OnceAsync(TrackingContext tracking, Actor resumer)
    {
        var store = tracking.Store;
        await publisher.Guard.ReadMarkerAsync().ConfigureAwait(false);
        await publisher.CompareAsync(store, CancellationToken.None).ConfigureAwait(false);
        var erasures = new Resuming(tracking);
        await erasures.CheckAsync(CancellationToken.None).ConfigureAwait(false);
        await rules.ReadAsync(store, tracking.Now, CancellationToken.None).ConfigureAwait(false);
        rules.DemandNoContradiction();
        if (await LastAsync(store).ConfigureAwait(false) is { } last && LogEvents.Changed(last, rules.Current, tracking.Now) is { IsEmpty: false } entries)
        {
            await store.CommitAsync([new() { Entries = entries }], CancellationToken.None).ConfigureAwait(false);
        }

        await erasures.RunAsync(resumer, CancellationToken.None).ConfigureAwait(false);
        publisher.TellDefaults();
        if (await LastVerified.ReadAsync(store, CancellationToken.None).ConfigureAwait(false) is { } verified)
        {
            tracking.Altered.Told(verified);
        }

        IsVerifying = tracking.VerifiesStateAtStart;
        if (IsVerifying && await new LogProofs(tracking).VerifyAsync(_ => ValueTask.CompletedTask, CancellationToken.None).ConfigureAwait(false) is { IsSound: false } verdict)
        {
            throw new AuditLogAlteredException($"Verifying the log and the state before the start found {verdict}: somebody wrote into the database, or it is damaged. To mend it, start without VerifyStateAtStart; what each flaw means and what to do is in the library's repository on the page docs/operations.md, under \"What an error means\".", verdict.Flaw, verdict.Index);
        }
    }
}
