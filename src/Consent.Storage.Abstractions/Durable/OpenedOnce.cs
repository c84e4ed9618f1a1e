namespace Consent.Storage;

/// <summary>Opens something when it is first needed, once for all callers; a try that failed is made again by the next one. Thread-safe.</summary>
/// <typeparam name="T">What is opened.</typeparam>
/// <param name="open">Opens it.</param>
public sealed class OpenedOnce<T>(Func<Task<T>> open) : IAsyncDisposable
    where T : class, IAsyncDisposable
{
    private readonly Lock _lock = new();
    private Task<T>? _opened;
    private bool _isDisposed;

    /// <summary>What was opened, where it is open now; <see langword="null"/>: it is not.</summary>
    public T? Opened => Volatile.Read(ref _opened) is { IsCompletedSuccessfully: true } opened ? opened.Result : null;

    /// <summary>What was opened.</summary>
    /// <param name="cancellationToken">Stops waiting; the opening goes on.</param>
    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    public ValueTask<T> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var opened = Volatile.Read(ref _opened);
        if (opened is { IsCompletedSuccessfully: true })
        {
            return new(opened);
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(IConsentStore));
            if (_opened is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _opened = OpenAsync();
            }

            return new(_opened.WaitAsync(cancellationToken));
        }
    }

    /// <summary>Lets go of it; what is being opened is waited for first.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<T>? opened;
        lock (_lock)
        {
            _isDisposed = true;
            (opened, _opened) = (_opened, null);
        }

        if (opened is not null)
        {
            // What did not open has nothing to let go of.
            await ((Task)opened).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (opened.IsCompletedSuccessfully)
            {
                await (await opened.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>All callers that wait for it go on at the same time, not one after the other on the thread that opened it.</summary>
    private Task<T> OpenAsync()
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = Task.Run(open).ContinueWith(done.SetFromTask, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return done.Task;
    }
}
