using System.Threading.Channels;

namespace Consent.Storage.PostgreSql;

/// <summary>The one writer of a process: takes all requests that wait, does them in one transaction, and so waits for the server's disk once for all of them.</summary>
internal sealed class Writer : IAsyncDisposable
{
    private const int GroupWeight = 4096;

    private readonly Channel<WriteRequest> _queue = System.Threading.Channels.Channel.CreateUnbounded<WriteRequest>(new() { SingleReader = true });
    private readonly WriterSession _session;
    private readonly Sql _sql;
    private readonly WriterContext _context;
    private readonly Eraser _eraser;
    private readonly TimeSpan _patience;
    private readonly Task _loop;

    public Writer(WriterSession session, Sql sql, WriterContext context, Eraser eraser, TimeSpan patience)
    {
        _session = session;
        _sql = sql;
        _context = context;
        _eraser = eraser;
        _patience = patience;
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Does something in a transaction, together with what others want done at the same time.</summary>
    /// <exception cref="ObjectDisposedException">The store was disposed of.</exception>
    public async ValueTask<T> WriteAsync<T>(Func<WriteRound, T> run, IReadOnlyCollection<ContactLookup> lookups, CancellationToken cancellationToken, bool addsCheckpoint = false)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest<T>(run, lookups, cancellationToken) { AddsCheckpoint = addsCheckpoint };
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(request), typeof(PostgreSqlConsentStore));
        return await request.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finishes what waits, and lets go of the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        await _session.DisposeAsync().ConfigureAwait(false);
    }

    private async Task LoopAsync()
    {
        var group = new List<WriteRequest>();
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            group.Clear();
            for (var weight = 0; weight < GroupWeight && _queue.Reader.TryRead(out var request); weight += request.Weight)
            {
                group.Add(request);
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
        if (group.Count == 0 || await TryAsync(group).ConfigureAwait(false) is not { } trouble)
        {
            return;
        }

        // What one request did wrong is not the others' fault: each is done by itself. Trouble with the database is everybody's.
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
        try
        {
            var round = await CommitAsync(group).ConfigureAwait(false);
            await _eraser.SweepAsync(round.Forgotten).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever went wrong is told to whoever waits; the loop goes on for the others.
        catch (Exception trouble)
#pragma warning restore CA1031
        {
            return Trouble.IsKnown(trouble) ? Trouble.Of(trouble) : trouble;
        }

        foreach (var request in group)
        {
            request.Complete();
        }

        return null;
    }

    private async ValueTask<WriteRound> CommitAsync(List<WriteRequest> group)
    {
        var retry = new Retry(_patience);
        IReadOnlyDictionary<Guid, byte[]> keys = new Dictionary<Guid, byte[]>();
        WriteRound? sent = null;
        while (true)
        {
            try
            {
                var connection = await _session.OpenedAsync().ConfigureAwait(false);
                if (sent is not null && await sent.IsThereAsync(connection, _sql).ConfigureAwait(false))
                {
                    return sent;
                }

                sent = null;
                var start = await RoundStart.ReadAsync(connection, _sql, _context, group).ConfigureAwait(false);
                var missing = start.Prepare(_context.Keys, keys, out var newContacts);
                if (missing.Count > 0 || (_context.Encrypts && !_context.Keys.Has(newContacts)))
                {
                    // Not while others wait for the head.
                    await _session.RollbackAsync().ConfigureAwait(false);
                    keys = await FindAsync(missing).ConfigureAwait(false);
                    await _context.Keys.ReserveAsync(_context.Encrypts ? newContacts : 0, CancellationToken.None).ConfigureAwait(false);
                    continue;
                }

                var round = new WriteRound(_context, start);
                foreach (var request in group)
                {
                    request.Run(round);
                }

                sent = round;
                await round.FinishAsync(connection, _sql).ConfigureAwait(false);
                return round;
            }
            catch (Exception trouble) when (Trouble.IsKnown(trouble))
            {
                // An answer says that nothing was done; without one, that is looked up next.
                if (!Trouble.IsConnectionLost(trouble))
                {
                    sent = null;
                }

                await _session.DisposeAsync().ConfigureAwait(false);
                if (!Trouble.IsTransient(trouble) || !await retry.AgainAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    throw sent is null
                        ? Trouble.Of(trouble)
                        : new ConsentStoreException("The connection to PostgreSQL was lost during a commit: whether it was done is not known. Repeat it; change ids keep it from counting twice.", isTransient: true, Trouble.Of(trouble));
                }
            }
            catch
            {
                await _session.RollbackAsync().ConfigureAwait(false);
                throw;
            }
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
