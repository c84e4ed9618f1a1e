using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Looks at the log each second: that it goes on from what is known, also where others write, that it is covered where it stands still, and that no erasure in it is left undone. Asks the places each hour whether they have what they took.</summary>
internal sealed class LogLookout(TrackingContext tracking)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_askingInterval = TimeSpan.FromHours(1);

    private long _askedAt = tracking.Clock.GetTimestamp();
    private bool _isInTrouble;

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(s_interval, tracking.Clock);
        tracking.Publisher.IsWatched = true;
        try
        {
            while (await timer.WaitForNextTickAsync(stopping).ConfigureAwait(false))
            {
                await LookAsync(stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The host ends.
        }
        finally
        {
            tracking.Publisher.IsWatched = false;
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        if (tracking.Publisher.Guard.IsKnown)
        {
            return;
        }

        try
        {
            await tracking.Publisher.LookAsync(tracking.Store, stopping).ConfigureAwait(false);
            tracking.Altered.Look(tracking.Store, tracking.Logger);
            await tracking.Erasures.LookAsync(tracking, stopping).ConfigureAwait(false);
            if (tracking.Clock.GetElapsedTime(_askedAt) >= s_askingInterval)
            {
                _askedAt = tracking.Clock.GetTimestamp();
                await tracking.Publisher.AskPlacesAsync(stopping).ConfigureAwait(false);
                if (await LastVerified.ReadAsync(tracking.Store, stopping).ConfigureAwait(false) is { } verified)
                {
                    tracking.Altered.Told(verified);
                }
            }

            _isInTrouble = false;
        }
        catch (AuditLogAlteredException)
        {
            // Said by the guard, and to every call from now on.
        }
#pragma warning disable CA1031 // A look that fails is followed by another one: it must not end for whatever reason.
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
