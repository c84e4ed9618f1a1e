using Consent.Auditing;
using Consent.Storage;

namespace Consent.Tracking;

/// <summary>Makes checkpoints, and makes them again where that failed.</summary>
internal sealed partial class LogPublisher
{
    /// <summary>Makes a checkpoint when the last one is older than the options say, in time or in entries. Nothing that a signer or a sink does is an error here.</summary>
    /// <exception cref="AuditLogAlteredException">The log does not go on from what is known.</exception>
    public async ValueTask AfterCommitAsync(IConsentStore store, long size)
    {
        Task<(SignedCheckpoint Checkpoint, Task<int> Publishing)?> making;
        lock (_lock)
        {
            // Whoever comes while one is being made does not wait for it, and makes none; nor does anybody while the signer is tried again in the background.
            if (!IsDue(size) || !_making.IsCompleted || _isSignerFailing)
            {
                return;
            }

            making = _making = Task.Run(() => MakeQuietlyAsync(store), CancellationToken.None);
        }

        var begun = _clock.GetTimestamp();
        SignedCheckpoint? made = null;
        try
        {
            if (await making.WaitAsync(_options.CheckpointLimit, _clock).ConfigureAwait(false) is { } done)
            {
                made = done.Checkpoint;
                var left = _options.CheckpointLimit - _clock.GetElapsedTime(begun);
                await done.Publishing.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _clock).ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            TellLate(made);
        }
    }

    /// <summary>A checkpoint of the log as it is now, published as far as the places take it in time.</summary>
    /// <param name="store">Whose.</param>
    /// <param name="tells">Whether it is an error that a place did not take it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="AuditLogAlteredException">The log does not go on from what is known.</exception>
    /// <exception cref="ConsentStoreException">The store or the signer is in trouble; or a place, where that is to be told.</exception>
    public async Task<SignedCheckpoint> MakeAsync(IConsentStore store, bool tells, CancellationToken cancellationToken)
    {
        var (checkpoint, isNew) = await Guard.AskedTwiceAsync(async () => await _maker.MakeAsync(store, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        Remember(checkpoint);
        if (!isNew && !tells)
        {
            return checkpoint;
        }

        var missing = Sinks.All.Count;
        try
        {
            missing = await Sinks.OfferAsync(checkpoint).WaitAsync(_options.CheckpointLimit, _clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            TellLate(checkpoint);
            missing = Sinks.Failing;
        }

        return missing == 0 || !tells
            ? checkpoint
            : throw new ConsentStoreException($"The checkpoint of {checkpoint.Checkpoint.Size} entries is signed and kept, and {missing} place(s) did not take it; they are tried again.", isTransient: true);
    }

    /// <summary>A last checkpoint, where one is due, before the process ends. It waits for nothing longer than a commit does, and fails nothing.</summary>
    public async Task EndAsync(IConsentStore store)
    {
        try
        {
            await MakeAsync(store, tells: false, CancellationToken.None).WaitAsync(_options.CheckpointLimit, _clock).ConfigureAwait(false);
        }
        catch (Exception trouble) when (trouble is ConsentStoreException or TimeoutException or ObjectDisposedException)
        {
            TrackingLog.CheckpointLate(_logger);
        }
    }

    /// <summary>Time is measured, not told: a clock that is set back, a host's own one too, makes a checkpoint early and never late.</summary>
    private bool IsDue(long size)
    {
        if (size <= _covered.Size || _covered.SeenAt is not { } seenAt)
        {
            return size > _covered.Size;
        }

        var since = _clock.GetElapsedTime(seenAt);
        return size - _covered.Size >= _options.CheckpointEntries || since >= _options.CheckpointInterval || since < TimeSpan.Zero;
    }

    private async Task<(SignedCheckpoint Checkpoint, Task<int> Publishing)?> MakeQuietlyAsync(IConsentStore store)
    {
        try
        {
            var (checkpoint, isNew) = await Guard.AskedTwiceAsync(async () => await _maker.MakeAsync(store, _stopping.Token).ConfigureAwait(false), _stopping.Token).ConfigureAwait(false);
            Remember(checkpoint);
            return isNew ? (checkpoint, Sinks.OfferAsync(checkpoint)) : null;
        }
        catch (SigningException)
        {
            TellLate(null);
            lock (_lock)
            {
                _isSignerFailing = true;
            }

            _ = Task.Run(() => RetryAsync(store), CancellationToken.None);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The process ends.
        }
#pragma warning disable CA1031 // The commit is durable, whatever goes wrong after it; the next one makes the checkpoint.
        catch (Exception trouble) when (trouble is not AuditLogAlteredException)
#pragma warning restore CA1031
        {
            TellLate(null);
            TrackingLog.TransientTrouble(_logger, 0);
        }

        return null;
    }

    /// <summary>Tries the signer until it signs.</summary>
    private async Task RetryAsync(IConsentStore store)
    {
        for (var pause = s_firstPause; ; pause = pause * 2 > s_longestPause ? s_longestPause : pause * 2)
        {
            try
            {
                await Task.Delay(pause, _clock, _stopping.Token).ConfigureAwait(false);
                await MakeAsync(store, tells: false, _stopping.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception trouble) when (trouble is OperationCanceledException or ObjectDisposedException or AuditLogAlteredException)
            {
                return;
            }
            catch (ConsentStoreException)
            {
                // Once more, after a longer pause.
            }
        }
    }

    private void TellLate(SignedCheckpoint? made)
    {
        ConsentTelemetry.Count(CheckpointOutcome.Late);
        TrackingLog.CheckpointLate(_logger);
        if (made is not null)
        {
            Sinks.GiveUp(made);
            return;
        }

        lock (_lock)
        {
            _isLate = true;
        }
    }

    private void Remember(SignedCheckpoint checkpoint)
    {
        lock (_lock)
        {
            _covered = (Math.Max(checkpoint.Checkpoint.Size, _covered.Size), _clock.GetTimestamp());
            (_isSignerFailing, _isLate) = (false, false);
        }
    }
}
