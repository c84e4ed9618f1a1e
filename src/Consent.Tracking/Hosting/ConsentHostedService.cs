using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Consent.Tracking;

/// <summary>
/// Opens the consent memory before the host listens, so that a host that cannot rely on it does not start; while it runs, looks at the log's head each second, and now and then at all of it; covers the log when it ends.
/// </summary>
internal sealed class ConsentHostedService(IServiceProvider services) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private TrackingContext? _tracking;
    private Task _watch = Task.CompletedTask;

    /// <summary>Opens it, within the time limit; what stops it says what to do.</summary>
    /// <exception cref="ConsentStoreException">It cannot be opened, or not in time.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (BuildTimeTool.IsRunning)
        {
            return;
        }

        // Not before: a tool that only looks at the host makes no store.
        _tracking = services.GetRequiredService<TrackingContext>();
        var limit = services.GetRequiredService<IOptions<ConsentTrackingOptions>>().Value.StartTimeout;
        try
        {
            await Task.Run(() => _tracking.StartedAsync(cancellationToken).AsTask(), cancellationToken).WaitAsync(limit, _tracking.Clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new ConsentStoreException(_tracking.IsVerifyingBeforeStart
                ? $"The consent memory was not open within {limit}: the database answers, and verifying the log and the state before the start ({nameof(ConsentTrackingOptions)}.{nameof(ConsentTrackingOptions.VerifyStateAtStart)}) takes longer. Set {nameof(ConsentTrackingOptions.StartTimeout)} to what it needs, or turn it off: they are verified in the background too."
                : $"The consent memory was not open within {limit}: see whether the database answers and whether another process holds it; where it needs longer, set {nameof(ConsentTrackingOptions)}.{nameof(ConsentTrackingOptions.StartTimeout)}.");
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (_tracking is { } tracking)
        {
            _watch = Task.WhenAll(
                Task.Run(() => new LogLookout(tracking).RunAsync(_stopping.Token), CancellationToken.None),
                Task.Run(() => new Scrub(tracking).RunAsync(_stopping.Token), CancellationToken.None));
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Once everything else has ended, nothing is committed any more: what is there is covered.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_tracking is { } tracking)
        {
            await tracking.CoverAsync().ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }
}
