namespace Consent.Testing.Conformance;

/// <summary>Cancels a token when the calls made within it go on for the n-th time after waiting: at each await in turn, whatever thread it goes on.</summary>
/// <remarks>What flows with a call, an <see cref="AsyncLocal{T}"/>, is told each time that a thread takes the call up. So a call that never waits is never cancelled.</remarks>
internal sealed class ResumeCounter : IDisposable
{
    private static readonly AsyncLocal<ResumeCounter?> s_current = new(change =>
    {
        if (change.ThreadContextChanged)
        {
            change.CurrentValue?.Count();
        }
    });

    private readonly CancellationTokenSource _source = new();
    private readonly int _cancelAt;
    private int _resumed;

    private ResumeCounter(int cancelAt) => _cancelAt = cancelAt;

    /// <summary>Whether the token was cancelled.</summary>
    public bool HasCancelled => _source.IsCancellationRequested;

    public CancellationToken Token => _source.Token;

    /// <summary>Makes a call whose token is cancelled at the n-th time that it goes on.</summary>
    /// <returns>Whether it came to its end; not when it was cancelled. Anything else that it throws comes out.</returns>
    public static async Task<(bool IsDone, bool HasCancelled)> RunAsync(int cancelAt, Func<CancellationToken, Task> call)
    {
        using var counter = new ResumeCounter(cancelAt);
        try
        {
            await Task.Run(() =>
            {
                s_current.Value = counter;
                return call(counter.Token);
            });
            return (true, counter.HasCancelled);
        }
        catch (OperationCanceledException)
        {
            return (false, counter.HasCancelled);
        }
    }

    public void Dispose() => _source.Dispose();

    private void Count()
    {
        if (Interlocked.Increment(ref _resumed) == _cancelAt)
        {
            // What is registered for it is called by another thread; here, in the midst of the switch, nothing may throw.
            try
            {
                _ = _source.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // The call came to its end; something that it started goes on.
            }
        }
    }
}
