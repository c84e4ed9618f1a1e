using System.Threading.Channels;

namespace Consent.Storage;

/// <summary>The one writer of a durable store in a process: does all that waits in one transaction, and so waits for the disk once for all of it. Thread-safe.</summary>
/// <typeparam name="TRound">A transaction, as an adapter writes it.</typeparam>
public sealed class GroupWriter<TRound> : IAsyncDisposable
{
    private const int GroupWeight = 4096;

    private readonly Channel<GroupedWrite<TRound>> _queue = System.Threading.Channels.Channel.CreateUnbounded<GroupedWrite<TRound>>(new() { SingleReader = true });
    private readonly Func<IReadOnlyList<GroupedWrite<TRound>>, ValueTask> _commit;
    private readonly Task _loop;

    /// <summary>Begins to wait for something to do.</summary>
    /// <param name="commit">
    /// Does a group in one transaction: durable once it returns, and with nothing done when it throws. Never called again before it has ended. A <see cref="ConsentStoreException"/> is trouble of the database and
    /// so everybody's; after any other, each of the group is tried by itself.
    /// </param>
    public GroupWriter(Func<IReadOnlyList<GroupedWrite<TRound>>, ValueTask> commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        _commit = commit;
        _loop = Task.Run(LoopAsync);
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
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(write), typeof(IConsentStore));
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
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private static void AddLookups(ConsentCommit commit, List<ContactLookup> lookups)
    {
        lookups.Add(new(commit.Contact, commit.Change));
        foreach (var (snapshot, _) in commit.Snapshots)
        {
            if (snapshot.Id != commit.Contact)
            {
                lookups.Add(new(snapshot.Id));
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

    private async Task LoopAsync()
    {
        var group = new List<GroupedWrite<TRound>>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            group.Clear();
            for (var weight = 0; weight < GroupWeight && _queue.Reader.TryPeek(out var next) && !(next.IsAlone && group.Count > 0); weight += next.Weight)
            {
                _queue.Reader.TryRead(out _);
                group.Add(next);
                if (next.IsAlone)
                {
                    break;
                }
            }

            await RunAsync(group).ConfigureAwait(false);
        }
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
        var isShared = group.Count == 1 || trouble is ConsentStoreException;
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
