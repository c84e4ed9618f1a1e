using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.Logging;

namespace Consent.Tracking;

/// <summary>Brings checkpoints to one place: one try at a time, in the background, the newest only. What it throws, or that it hangs, is its own affair. Thread-safe.</summary>
internal sealed class SinkFeed(ICheckpointSink sink, TimeProvider clock, ILogger logger, CancellationToken stopping)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<(SignedCheckpoint Checkpoint, TaskCompletionSource<bool> Told)> _waiters = [];
    private SignedCheckpoint? _waiting;
    private SignedCheckpoint? _taken;
    private Task _run = Task.CompletedTask;
    private bool _isFailing;
    private bool _isLost;
    private bool _isStrange;

    public ICheckpointSink Sink => sink;

    /// <summary>Whether the last try failed, or hangs.</summary>
    public bool IsFailing
    {
        get
        {
            lock (_lock)
            {
                return _isFailing;
            }
        }
    }

    /// <summary>Whether it has what nobody known signed, or has lost what it took and taken nothing since.</summary>
    public bool IsUnlike
    {
        get
        {
            lock (_lock)
            {
                return _isLost || _isStrange;
            }
        }
    }

    /// <summary>The last one that it took from this process.</summary>
    public SignedCheckpoint? Taken
    {
        get
        {
            lock (_lock)
            {
                return _taken;
            }
        }
    }

    /// <summary>Gives it a checkpoint to publish.</summary>
    /// <returns>Whether it took it, once that is known: at once <see langword="false"/> where it is failing, and is tried again by itself.</returns>
    public Task<bool> OfferAsync(SignedCheckpoint checkpoint)
    {
        lock (_lock)
        {
            if (Covers(_taken, checkpoint))
            {
                return Task.FromResult(true);
            }

            _waiting = Covers(_waiting, checkpoint) ? _waiting : checkpoint;
            var told = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_isFailing || stopping.IsCancellationRequested)
            {
                told.SetResult(false);
            }
            else
            {
                _waiters.Add((checkpoint, told));
            }

            if (_run.IsCompleted)
            {
                _run = Task.Run(RunAsync, CancellationToken.None);
            }

            return told.Task;
        }
    }

    /// <summary>What it was found to have when the host started.</summary>
    /// <param name="last">The greatest checkpoint under the log's origin now that is believed.</param>
    /// <param name="isLost">Whether it ought to have some and has none.</param>
    /// <param name="isStrange">Whether it has what nobody known signed.</param>
    public void Find(SignedCheckpoint? last, bool isLost, bool isStrange)
    {
        lock (_lock)
        {
            _taken ??= last;
            (_isLost, _isStrange) = (isLost, isStrange);
        }
    }

    /// <summary>Asks it for the last one that it took. What it lost is told, and given to it again.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        if (Taken is not { } taken)
        {
            return;
        }

        try
        {
            var last = await sink.LastAsync(taken.Checkpoint.Origin, cancellationToken).AsTask().WaitAsync(s_patience, clock, cancellationToken).ConfigureAwait(false);
            if (last is null || last.Checkpoint.Size < taken.Checkpoint.Size)
            {
                Lose(taken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever a place throws is its own affair: the next checkpoint says whether it takes any.
        catch (Exception)
#pragma warning restore CA1031
        {
            TrackingLog.CheckpointNotPublished(logger, taken.Checkpoint.Size);
        }
    }

    /// <summary>Nobody waits for it any more until it has taken something.</summary>
    public void GiveUp() => Fail();

    private static bool Covers(SignedCheckpoint? taken, SignedCheckpoint checkpoint) =>
        taken is not null && string.Equals(taken.Checkpoint.Origin, checkpoint.Checkpoint.Origin, StringComparison.Ordinal) && taken.Checkpoint.Size >= checkpoint.Checkpoint.Size;

    private async Task RunAsync()
    {
        for (var pause = s_firstPause; Next() is { } next;)
        {
            if (await TryAsync(next).ConfigureAwait(false))
            {
                Take(next);
                pause = s_firstPause;
                continue;
            }

            Fail();
            try
            {
                await Task.Delay(pause, clock, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = pause * 2 > s_longestPause ? s_longestPause : pause * 2;
        }
    }

    /// <summary>What is to be published next. That there is nothing, and that the run ends, is one step: what is offered after it begins another one.</summary>
    private SignedCheckpoint? Next()
    {
        lock (_lock)
        {
            if (_waiting is null || stopping.IsCancellationRequested)
            {
                _run = Task.CompletedTask;
                return null;
            }

            return _waiting;
        }
    }

    private async Task<bool> TryAsync(SignedCheckpoint checkpoint)
    {
        try
        {
            using var patience = new CancellationTokenSource(s_patience, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stopping);
            await sink.PublishAsync(checkpoint, either.Token).ConfigureAwait(false);
            ConsentTelemetry.Count(CheckpointOutcome.Published);
            return true;
        }
#pragma warning disable CA1031 // Whatever a place throws is its own affair, and never a commit's.
        catch (Exception)
#pragma warning restore CA1031
        {
            ConsentTelemetry.Count(CheckpointOutcome.NotPublished);
            TrackingLog.CheckpointNotPublished(logger, checkpoint.Checkpoint.Size);
            return false;
        }
    }

    private void Lose(SignedCheckpoint taken)
    {
        TrackingLog.CheckpointsLost(logger, taken.Checkpoint.Size);
        lock (_lock)
        {
            if (!ReferenceEquals(_taken, taken))
            {
                return;
            }

            _taken = null;
            _isLost = true;
        }

        _ = OfferAsync(taken);
    }

    private void Take(SignedCheckpoint checkpoint)
    {
        lock (_lock)
        {
            _taken = checkpoint;
            _waiting = ReferenceEquals(_waiting, checkpoint) ? null : _waiting;
            (_isFailing, _isLost) = (false, false);
            foreach (var (_, told) in _waiters.Where(w => Covers(checkpoint, w.Checkpoint)))
            {
                told.TrySetResult(true);
            }

            _waiters.RemoveAll(w => w.Told.Task.IsCompleted);
        }
    }

    private void Fail()
    {
        lock (_lock)
        {
            _isFailing = true;
            foreach (var (_, told) in _waiters)
            {
                told.TrySetResult(false);
            }

            _waiters.Clear();
        }
    }
}
