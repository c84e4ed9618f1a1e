using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Verifies the log and compares all that decisions rest on with it, little by little while the host runs: a row that was put back, taken away or hidden by a damaged index is found without anybody asking.</summary>
/// <remarks>What it finds is in health and in the host's log. It shows nobody anything, so it is no reading of the log.</remarks>
internal sealed class Scrub(TrackingContext tracking)
{
    // After each thousand entries or contacts: for the others' sake. A log of ten million takes some quarter of an hour longer.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    // After a start that finds the last verification long ago: when the host is up.
    private static readonly TimeSpan s_soon = TimeSpan.FromMinutes(1);

    private bool _isInTrouble;

    public async Task RunAsync(CancellationToken stopping)
    {
        if (tracking.ScrubInterval == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        tracking.Scrubbing.Begin();
        try
        {
            while (true)
            {
                await Task.Delay(await UntilDueAsync(stopping).ConfigureAwait(false), tracking.Clock, stopping).ConfigureAwait(false);
                await OnceAsync(stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends; the next one begins anew.
        }
    }

    /// <summary>How long to wait: an interval from the last verification, by whichever process, and never longer. Where none is known, it is counted from now, also by the next start.</summary>
    private async ValueTask<TimeSpan> UntilDueAsync(CancellationToken stopping)
    {
        var interval = tracking.ScrubInterval;
        try
        {
            var last = await LastVerified.ReadAsync(tracking.Store, stopping).ConfigureAwait(false);
            if (last is null)
            {
                await new LastVerified(tracking.Now, LogFlaw.None, -1).KeepAsync(tracking.Store, stopping).ConfigureAwait(false);
                return interval;
            }

            var left = last.At.Since(tracking.Now) + interval;
            return left > interval || left < s_soon ? (s_soon < interval ? s_soon : interval) : left;
        }
        catch (ConsentStoreException)
        {
            return interval;
        }
    }

    private async Task OnceAsync(CancellationToken stopping)
    {
        try
        {
            await new LogProofs(tracking).VerifyAsync(_ => new(Task.Delay(s_pause, tracking.Clock, stopping)), stopping).ConfigureAwait(false);
            _isInTrouble = false;
        }
#pragma warning disable CA1031 // One that fails is followed by another one: it must not end for whatever reason. A log that is known to be altered is said by its guard.
        catch (Exception trouble) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (trouble is not ConsentStoreException { IsTransient: true } and not AuditLogAlteredException)
            {
                tracking.Altered.Stopped(trouble);
            }

            if (!_isInTrouble)
            {
                TrackingLog.TransientTrouble(tracking.Logger, 0);
            }

            _isInTrouble = true;
        }
    }
}
