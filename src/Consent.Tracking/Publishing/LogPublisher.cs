using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.Logging;

namespace Consent.Tracking;

/// <summary>Makes, keeps and publishes the checkpoints of a host's log. What follows a commit never fails it: signer and sinks hold the commit that makes a checkpoint for a limited time, and others not at all.</summary>
internal sealed partial class LogPublisher : IDisposable
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CheckpointPlaces _places;
    private readonly ConsentTrackingOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly LogComparison _comparison;
    private readonly CheckpointMaker _maker;
    private readonly KnownHead _known = new();
    private (long Size, long? SeenAt) _covered;
    private Task<(SignedCheckpoint Checkpoint, Task<int> Publishing)?> _making = Task.FromResult<(SignedCheckpoint, Task<int>)?>(null);
    private bool _isSignerFailing;
    private bool _isLate;

    public LogPublisher(CheckpointPlaces places, ConsentTrackingOptions options, TimeProvider clock, ILogger logger)
    {
        _places = places;
        _options = options;
        _clock = clock;
        _logger = logger;
        Identity = new(places.Signer);
        Sinks = new(places.Sinks, clock, logger, _stopping.Token);
        Guard = new(places.KeysFolder, options.AlteredRetryDelay, clock, logger);
        _comparison = new(Identity, Sinks, logger);
        _maker = new(Identity, _known, clock);
    }

    public LogIdentity Identity { get; }

    public SinkFeeds Sinks { get; }

    public LogGuard Guard { get; }

    /// <summary>Whether the signer fails, or does not answer: it is tried again in the background.</summary>
    public bool IsSignerFailing
    {
        get
        {
            lock (_lock)
            {
                return _isSignerFailing;
            }
        }
    }

    /// <summary>Whether a commit went on without the checkpoint that it made, and none was made since.</summary>
    public bool IsLate
    {
        get
        {
            lock (_lock)
            {
                return _isLate;
            }
        }
    }

    /// <summary>Compares the log with what was signed for it, and goes on from there.</summary>
    /// <exception cref="AuditLogAlteredException">The log is not the one that it was signed for.</exception>
    public async Task CompareAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        var survey = await SurveyAsync(store, cancellationToken).ConfigureAwait(false);
        if (survey.Shortage is { } shortage)
        {
            throw shortage;
        }

        Sinks.CatchUp(survey.Last);
        _known.Begin(await store.Log.HeadAtAsync(survey.Size, cancellationToken).ConfigureAwait(false));
        lock (_lock)
        {
            _covered = (survey.Kept?.Size ?? 0, null);
        }
    }

    /// <summary>The same, where it is for somebody else to say what a log that is too short means.</summary>
    /// <exception cref="AuditLogAlteredException">The log has as many entries as a checkpoint says, and not the same.</exception>
    public Task<LogSurvey> SurveyAsync(IConsentStore store, CancellationToken cancellationToken) => _comparison.SurveyAsync(store, cancellationToken);

    /// <summary>Where the log's key is lost: whether places have more of it than the database.</summary>
    /// <exception cref="AuditLogAlteredException">They have.</exception>
    public async Task DemandWholeAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        var (strange, size) = (await _comparison.StrangeSizeAsync(cancellationToken).ConfigureAwait(false), (await store.GetHeadAsync(cancellationToken).ConfigureAwait(false)).Size);
        if (strange > size)
        {
            throw new AuditLogAlteredException(
                $"A place of checkpoints has one of {strange} entries for this log's origin, and the database has {size}: perhaps its tail was cut off, or an old backup was restored, and without the lost key nobody can prove it. "
                + "Bring the whole database or the key back. Where neither can be had, keep those checkpoints aside, take them out of the place, and call this again; what the log lacks is lost: send all sources again.", LogFlaw.CutOff, strange);
        }
    }

    /// <summary>Proves that the log goes on from what is known, and covers it where it has stood still uncovered.</summary>
    /// <exception cref="AuditLogAlteredException">It does not.</exception>
    public async Task LookAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        var head = await Guard.AskedTwiceAsync(() => _known.ProveAsync(store, cancellationToken), cancellationToken).ConfigureAwait(false);
        await AfterCommitAsync(store, head.Size).ConfigureAwait(false);
    }

    /// <summary>Asks the places whether they still have what they took from this process; those that do not are given the last one again.</summary>
    public Task AskPlacesAsync(CancellationToken cancellationToken) => Sinks.AskAsync(cancellationToken);

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

    /// <summary>Says where the key and the checkpoints are, when the host has not said it itself.</summary>
    public void TellDefaults()
    {
        if (_places.IsSignerDefault || _places.IsSinkDefault)
        {
            TrackingLog.DefaultsInUse(_logger, _places.IsSignerDefault, _places.IsSinkDefault);
        }
    }

    /// <summary>Ends what is tried in the background.</summary>
    public void Dispose() => _stopping.Cancel();

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
