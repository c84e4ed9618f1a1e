namespace Consent.Tracking;

/// <summary>Verifies the log and compares all that decisions rest on with it, little by little while the host runs: a row that was put back, taken away or hidden by a damaged index is found without anybody asking.</summary>
/// <remarks>What it finds is in health and in the host's log. It shows nobody anything, so it is no reading of the log.</remarks>
internal sealed class Scrub(TrackingContext tracking)
{
    // After each thousand entries or contacts: for the others' sake. A log of ten million takes some quarter of an hour longer.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private bool _isInTrouble;

    public async Task RunAsync(CancellationToken stopping)
    {
        if (tracking.ScrubInterval == Timeout.InfiniteTimeSpan)
        {
            return;
        }

        using var timer = new PeriodicTimer(tracking.ScrubInterval, tracking.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                await OnceAsync(stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends; the next one begins anew.
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
        catch (Exception) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            if (!_isInTrouble)
            {
                TrackingLog.TransientTrouble(tracking.Logger, 0);
            }

            _isInTrouble = true;
        }
    }
}
