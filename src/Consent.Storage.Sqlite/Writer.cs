using System.Threading.Channels;

namespace Consent.Storage.Sqlite;

/// <summary>The one writer of a store: takes all requests that wait, does them in one transaction, and so waits for the disk once for all of them.</summary>
internal sealed class Writer : IAsyncDisposable
{
    private const int GroupWeight = 4096;

    private readonly Channel<WriteRequest> _queue = System.Threading.Channels.Channel.CreateUnbounded<WriteRequest>(new() { SingleReader = true });
    private readonly Connection _connection;
    private readonly WriterContext _context;
    private readonly FileCleaner _cleaner;
    private readonly Task _loop;

    public Writer(Connection connection, WriterContext context, FileCleaner cleaner)
    {
        _connection = connection;
        _context = context;
        _cleaner = cleaner;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Does something in a transaction, together with what others want done at the same time.</summary>
    /// <exception cref="ObjectDisposedException">The store was disposed of.</exception>
    public async ValueTask<T> WriteAsync<T>(Func<WriteRound, T> run, IReadOnlyCollection<ContactId> contacts, CancellationToken cancellationToken, bool erases = false)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest<T>(run, contacts, cancellationToken) { Erases = erases };
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(request), typeof(SqliteConsentStore));
        return await request.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finishes what waits, and lets go of the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        _connection.Dispose();
    }

    private async Task LoopAsync()
    {
        var group = new List<WriteRequest>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            group.Clear();
            for (var weight = 0; weight < GroupWeight && _queue.Reader.TryPeek(out var next) && !(next.Erases && group.Count > 0); weight += next.Weight)
            {
                _queue.Reader.TryRead(out _);
                group.Add(next);
                if (next.Erases)
                {
                    // By itself: the files are cleaned after it.
                    break;
                }
            }

            await RunAsync(group).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(List<WriteRequest> group)
    {
        foreach (var request in group.Where(r => r.IsCancelled))
        {
            request.Fail(new OperationCanceledException());
        }

        group.RemoveAll(r => r.IsCancelled);
        if (await TryAsync(group).ConfigureAwait(false) is not { } trouble)
        {
            return;
        }

        // What one request did wrong is not the others' fault: each is done by itself. Trouble with the file is everybody's.
        var isShared = group.Count == 1 || trouble is ConsentStoreException;
        foreach (var request in group)
        {
            if ((isShared ? trouble : await TryAsync([request]).ConfigureAwait(false)) is { } own)
            {
                request.Fail(own);
            }
        }
    }

    /// <returns>What went wrong; then nothing was done.</returns>
    private async Task<Exception?> TryAsync(List<WriteRequest> group)
    {
        bool hasErased;
        try
        {
            hasErased = await CommitAsync(group).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever went wrong is told to whoever waits; the loop goes on for the others.
        catch (Exception trouble)
#pragma warning restore CA1031
        {
            return trouble;
        }

        var uncleaned = hasErased ? await CleanAsync().ConfigureAwait(false) : null;
        foreach (var request in group)
        {
            if (uncleaned is not null && request.Erases)
            {
                request.Fail(uncleaned);
            }
            else
            {
                request.Complete();
            }
        }

        return null;
    }

    /// <returns>Whether something was erased.</returns>
    private async ValueTask<bool> CommitAsync(List<WriteRequest> group)
    {
        IReadOnlyDictionary<Guid, byte[]> keys = new Dictionary<Guid, byte[]>();
        while (true)
        {
            if (TryOnce(group, keys, out var missing, out var newContacts) is { } round)
            {
                return round.HasErased;
            }

            keys = await FindAsync(missing).ConfigureAwait(false);
            await _context.Keys.ReserveAsync(newContacts, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <returns>What went wrong; then it is still to be done.</returns>
    private async ValueTask<ConsentStoreException?> CleanAsync()
    {
        try
        {
            await _cleaner.CleanAsync(_connection).ConfigureAwait(false);
            return null;
        }
        catch (ConsentStoreException trouble)
        {
            return trouble;
        }
    }

    /// <returns>The round that was committed; <see langword="null"/> when keys are wanted first.</returns>
    private WriteRound? TryOnce(List<WriteRequest> group, IReadOnlyDictionary<Guid, byte[]> keys, out IReadOnlyList<Guid> missing, out int newContacts)
    {
        try
        {
            var round = new WriteRound(_connection, _context);
            missing = round.Prepare(group.SelectMany(r => r.Contacts), keys, out newContacts);
            // What is erased is not read: its key may be gone already, when a backup brought it back.
            if (!group[0].Erases && (missing.Count > 0 || (_context.Encrypts && !_context.Keys.Has(newContacts))))
            {
                return null;
            }

            foreach (var request in group)
            {
                request.Run(round);
            }

            round.Finish();
            return round;
        }
        finally
        {
            _connection.Rollback();
        }
    }

    private async ValueTask<IReadOnlyDictionary<Guid, byte[]>> FindAsync(IReadOnlyList<Guid> handles)
    {
        var found = await _context.Keys.FindAsync(handles, CancellationToken.None).ConfigureAwait(false);
        return found.Count == handles.Distinct().Count()
            ? found
            : throw new ConsentStoreException("The keys of some contacts are not in the key store: it is not the one that belongs to this database, or older than it.");
    }
}
