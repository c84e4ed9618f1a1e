using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Looking at the log where nobody else does.</summary>
internal sealed partial class LogPublisher
{
    private bool _isWatched;
    private long _provedAt;

    /// <summary>Whether somebody looks each second.</summary>
    public bool IsWatched
    {
        get => Volatile.Read(ref _isWatched);
        set => Volatile.Write(ref _isWatched, value);
    }

    /// <summary>In a process where nobody looks each second, whoever reads does: another history that is longer is no shorter log, and no read by itself notices it.</summary>
    /// <exception cref="AuditLogAlteredException">The log does not go on from what is known.</exception>
    public async ValueTask ProveNowAndThenAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        var last = Volatile.Read(ref _provedAt);
        if (IsWatched || (last != 0 && _clock.GetElapsedTime(last) is var since && since >= TimeSpan.Zero && since < s_firstPause) || Interlocked.CompareExchange(ref _provedAt, _clock.GetTimestamp(), last) != last)
        {
            return;
        }

        try
        {
            await Guard.AskedTwiceAsync(() => _known.ProveAsync(store, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (ConsentStoreException trouble) when (trouble is not AuditLogAlteredException)
        {
            // What was asked for was answered; the next one proves it.
            TrackingLog.TransientTrouble(_logger, 0);
        }
    }
}
