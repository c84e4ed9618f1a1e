using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.Hosting;

namespace Consent.Hub.Proofs;

/// <summary>The check of the whole log that was begun last on this host: it goes on while nobody looks, and one at a time. Thread-safe.</summary>
internal sealed class LogCheck(IHostApplicationLifetime lifetime, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private LogCheckState? _state;

    /// <summary>How far it is, or what it came to; <see langword="null"/>: none was begun since the host started.</summary>
    public LogCheckState? State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>Begins one, unless one is going on.</summary>
    /// <param name="size">How many entries there are.</param>
    /// <param name="verify">Checks them; told how many were checked.</param>
    public void Begin(long size, Func<IProgress<long>, CancellationToken, ValueTask<LogVerdict>> verify)
    {
        lock (_lock)
        {
            if (_state is { IsRunning: true })
            {
                return;
            }

            _state = new(clock.GetUtcNow(), size);
        }

        _ = Task.Run(() => RunAsync(verify));
    }

    private async Task RunAsync(Func<IProgress<long>, CancellationToken, ValueTask<LogVerdict>> verify)
    {
        LogVerdict? verdict = null;
        try
        {
            verdict = await verify(new Told(done => Change(state => state with { Checked = done })), lifetime.ApplicationStopping).ConfigureAwait(false);
        }
        catch (Exception trouble) when (trouble is ConsentStoreException or OperationCanceledException)
        {
            // The page says that it could not be done; the store's own log says why.
        }
        finally
        {
            Change(state => state with { Verdict = verdict, EndedAt = clock.GetUtcNow() });
        }
    }

    private void Change(Func<LogCheckState, LogCheckState> change)
    {
        lock (_lock)
        {
            _state = change(_state!);
        }
    }

    /// <summary>At once, and in order: the framework's own tells later, from elsewhere.</summary>
    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }
}

/// <summary>How far a check of the whole log is.</summary>
/// <param name="BeganAt">When it began.</param>
/// <param name="Size">How many entries there were then.</param>
internal sealed record LogCheckState(Timestamp BeganAt, long Size)
{
    /// <summary>How many entries, and then records, were checked.</summary>
    public long Checked { get; init; }

    public Timestamp? EndedAt { get; init; }

    /// <summary><see langword="null"/>, once it has ended: it could not be done.</summary>
    public LogVerdict? Verdict { get; init; }

    public bool IsRunning => EndedAt is null;
}
