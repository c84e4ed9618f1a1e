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
}
