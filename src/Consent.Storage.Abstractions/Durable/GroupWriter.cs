namespace Consent.Storage;

/// <summary>The one writer of a durable store in a process: does all that waits in one transaction, and so waits for the disk once for all of it. Thread-safe.</summary>
/// <typeparam name="TRound">A transaction, as an adapter writes it.</typeparam>
/// <remarks>
/// A caller who finds nobody writing does it, and what came before it, without changing threads; whoever comes meanwhile waits, and is written together with the others who wait. So a transaction that never
/// yields, as SQLite's, runs on the caller's thread, and one thread that begins many without awaiting any gets one transaction for each: such callers give a batch.
/// </remarks>
public sealed class GroupWriter<TRound> : IAsyncDisposable
{
    private const int GroupWeight = 4096;

    private readonly Func<IReadOnlyList<GroupedWrite<TRound>>, ValueTask> _commit;
    private readonly Lock _lock = new();
    private readonly Queue<GroupedWrite<TRound>> _waiting = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isLed;
    private bool _isDisposed;

    /// <summary>A writer that has nothing to do yet.</summary>
    /// <param name="commit">
    /// Does a group in one transaction: durable once it returns, and with nothing done when it throws. Never called again before it has ended. A <see cref="ConsentStoreException"/> is trouble of the database and
    /// so everybody's; after any other, or where it is of single contacts (<see cref="RecordAlteredException"/>, or <see cref="ContactKeyRing.FindExpectedAsync"/> finds no key), each of the group is tried by itself.
    /// </param>
    public GroupWriter(Func<IReadOnlyList<GroupedWrite<TRound>>, ValueTask> commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        _commit = commit;
    }

    /// <summary>Does something in a transaction, together with what others want done at the same time.</summary>
    /// <typeparam name="T">What comes of it.</typeparam>
    /// <param name="run">Does it. It may be done again when the transaction is.</param>
    /// <param name="lookups">The contacts that it touches, and the change ids that it asks for.</param>
    /// <param name="isAlone">Whether nothing else may be done in its transaction.</param>
    /// <param name="cancellationToken">Stops waiting: what was begun is then done or not done, but whole.</param>
    /// <exception cref="ObjectDisposedException">The store was disposed of.</exception>
    public async ValueTask<T> WriteAsync<T>(Func<TRound, T> run, IReadOnlyCollection<ContactLookup> lookups, bool isAlone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(lookups);
        cancellationToken.ThrowIfCancellationRequested();
        var write = new GroupedWrite<TRound, T>(run, lookups, isAlone, cancellationToken);
        bool leads;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(IConsentStore));
            _waiting.Enqueue(write);
            leads = !_isLed;
            _isLed = true;
        }

        if (leads)
        {
            // Never throws. Not awaited: the caller may stop waiting before it ends. Not under a context of the caller's: whoever blocks or ends that would stop everybody's writing.
            _ = SynchronizationContext.Current is null && TaskScheduler.Current == TaskScheduler.Default ? LeadAsync() : Task.Run(LeadAsync, CancellationToken.None);
        }

        return await write.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a batch of commits, each whole or not at all, all in one transaction.</summary>
    /// <param name="batch">The commits, as <see cref="IConsentStore.CommitAsync"/> is given them.</param>
    /// <param name="commit">Makes one, and says what came of it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ArgumentException">A commit writes one contact's snapshot twice.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed of.</exception>
    public ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, Func<TRound, ConsentCommit, CommitOutcome> commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count == 0)
        {
            return new([]);
        }

        var lookups = new List<ContactLookup>(batch.Count);
        foreach (var one in batch)
        {
            if (one.Snapshots.Length > 1 && one.Snapshots.DistinctBy(s => s.Snapshot.Id).Count() < one.Snapshots.Length)
            {
                throw new ArgumentException("A commit writes a contact's snapshot once.", nameof(batch));
            }

            AddLookups(one, lookups);
        }

        return WriteAsync<IReadOnlyList<CommitOutcome>>(round => [.. batch.Select(one => commit(round, one))], lookups, isAlone: false, cancellationToken);
    }

    /// <summary>Finishes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _isDisposed = true;
            if (!_isLed)
            {
                return;
            }
        }

        await _ended.Task.ConfigureAwait(false);
    }

    private static void AddLookups(ConsentCommit commit, List<ContactLookup> lookups)
    {
        lookups.Add(new(commit.Contact, commit.Change));
        foreach (var (snapshot, _) in commit.Snapshots)
        {
            if (snapshot.Id != commit.Contact)
            {
                lookups.Add(new(snapshot.Id) { Rebuilds = commit.Rebuilds is not null });
            }
        }

        foreach (var entry in commit.Entries)
        {
            if (entry.Subject is { } subject && subject.Contact != commit.Contact)
            {
                lookups.Add(new(subject.Contact));
            }
        }
    }

    /// <summary>Writes one group; what has come meanwhile is for another thread, so that the caller goes on.</summary>
    private async Task LeadAsync()
    {
        await RunAsync(NextGroup()).ConfigureAwait(false);
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                _isLed = false;
                if (_isDisposed)
                {
                    _ended.SetResult();
                }

                return;
            }
        }

        _ = Task.Run(LeadAsync);
    }

    private List<GroupedWrite<TRound>> NextGroup()
    {
        var group = new List<GroupedWrite<TRound>>();
        lock (_lock)
        {
            for (var weight = 0; weight < GroupWeight && _waiting.TryPeek(out var next) && !(next.IsAlone && group.Count > 0); weight += next.Weight)
            {
                group.Add(_waiting.Dequeue());
                if (next.IsAlone)
                {
                    break;
                }
            }
        }

        return group;
    }

    private async Task RunAsync(List<GroupedWrite<TRound>> group)
    {
        foreach (var write in group.Where(w => w.IsCancelled))
        {
            write.Fail(new OperationCanceledException());
        }

        group.RemoveAll(w => w.IsCancelled);
        if (group.Count == 0 || await TryAsync(group).ConfigureAwait(false) is not { } trouble)
        {
            return;
        }

        // What one did wrong is not the others' fault.
        var isShared = group.Count == 1 || trouble is ConsentStoreException and not (RecordAlteredException or KeyMissingException);
        foreach (var write in group)
        {
            if ((isShared ? trouble : await TryAsync([write]).ConfigureAwait(false)) is { } own)
            {
                write.Fail(own);
            }
        }
    }

    /// <returns>What went wrong; then nothing was done.</returns>
    private async Task<Exception?> TryAsync(List<GroupedWrite<TRound>> group)
    {
        try
        {
            await _commit(group).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever went wrong is told to whoever waits; the loop goes on for the others.
        catch (Exception trouble)
#pragma warning restore CA1031
        {
            return trouble;
        }

        foreach (var write in group)
        {
            write.Complete();
        }

        return null;
    }
}
