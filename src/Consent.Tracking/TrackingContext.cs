using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Consent.Tracking;

/// <summary>What the facades share: the store, the rules, the clock, and load - decide - commit.</summary>
internal sealed partial class TrackingContext : IDisposable, IAsyncDisposable
{
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);

    /// <summary>A store that has itself tried for so long is not asked again: two retries would be multiplied.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private readonly ConsentTrackingOptions _options;
    private readonly ILogger _logger;
    private readonly PublishedRules _rules;
    private readonly TrackingStart _start;
    private readonly bool _isPlanning;
    private readonly bool _isStarting;

    /// <param name="services">Lends the store once the options are known to be good, so that a missing store is reported as such.</param>
    /// <param name="options">The options; reading them checks them.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The log, if the host keeps one.</param>
    public TrackingContext(IServiceProvider services, IOptions<ConsentTrackingOptions> options, TimeProvider clock, ILogger<ConsentTracker>? logger = null)
    {
        _options = options.Value;
        _logger = logger ?? (ILogger)Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
        Store = (IConsentStore)services.GetService(typeof(IConsentStore))!;
        Journal = services.GetService<IErasureJournal>() ?? new InProcessErasureJournal();
        Publisher = new(CheckpointPlaces.Of(services), _options, clock, _logger);
        _rules = new(
            new(
                _options.Taxonomy, _options.Jurisdiction, _options.Notices, _options.Access, _options.FutureTolerance, _options.EarliestPlausible, _options.OtherJurisdictions,
                _options.Sectors),
            _logger);
        _start = new(_rules, Publisher);
        Clock = clock;
        Altered = new();
        Scrubbing = new(clock, _options.ScrubInterval);
        Erasures = new(clock);
        Requests = new();
    }

    private TrackingContext(TrackingContext other, IConsentStore store, bool isPlanning, bool isStarting)
    {
        _options = other._options;
        _logger = other._logger;
        _rules = other._rules;
        _start = other._start;
        Publisher = other.Publisher;
        Journal = other.Journal;
        _isPlanning = isPlanning;
        _isStarting = isStarting;
        Clock = other.Clock;
        Altered = other.Altered;
        Scrubbing = other.Scrubbing;
        Erasures = other.Erasures;
        Requests = other.Requests;
        Store = store;
    }

    public IConsentStore Store { get; }

    /// <summary>The rules in force now: those of the options, with what was published since.</summary>
    public ConsentRules Rules => _rules.Current;

    /// <summary>The rules as the options say them, without what was published since.</summary>
    public ConsentRules RulesOfOptions => _rules.OfOptions;

    public TimeProvider Clock { get; }

    /// <summary>How often all of the state is verified in the background.</summary>
    public TimeSpan ScrubInterval => _options.ScrubInterval;

    /// <summary>Whether all of the state is verified before the first call.</summary>
    public bool VerifiesStateAtStart => _options.VerifyStateAtStart;

    /// <summary>Whether the start is at that now.</summary>
    public bool IsVerifyingBeforeStart => _start.IsVerifying;

    /// <summary>What was found wrong with the state.</summary>
    public AlteredRecords Altered { get; }

    /// <summary>Whether the state is verified in the background, and when it last was.</summary>
    public Scrubbing Scrubbing { get; }

    public LogPublisher Publisher { get; }

    /// <summary>Erasures that are not done, whoever began them.</summary>
    public UnfinishedErasures Erasures { get; }

    /// <summary>The register of persons' requests.</summary>
    public RequestRegister Requests { get; }

    /// <summary>Where days end; <see langword="null"/>: not stated.</summary>
    public TimeZoneInfo? TimeZone => _options.TimeZone;

    /// <summary>What remembers erasures outside the database.</summary>
    public IErasureJournal Journal { get; }

    /// <summary>Whether a restored database waits for the word that the changes since were sent again. Known once the host has started.</summary>
    public bool IsRestorePending => Publisher.Identity.Lineage.IsPending;

    public Timestamp Now => Clock.GetUtcNow();

    public ILogger Logger => _logger;

    public Recording RecordingBy(Actor actor, ChangePort port) => new(Now, actor, port, Guid.NewGuid());

    /// <summary>The same for a change of a contact whose life, if it has begun, has a name.</summary>
    public Recording RecordingBy(Actor actor, ChangePort port, ContactRevision revision) => new(Now, actor, port, revision.Number == 0 ? Guid.NewGuid() : revision.Incarnation);

    /// <summary>The same over a store that only plans: what is committed is remembered and not written.</summary>
    public TrackingContext Planning() => new(this, new PlannedStore(Store), isPlanning: true, isStarting: false);

    /// <summary>The same for what is part of the start, and must not wait for it.</summary>
    public TrackingContext Starting() => new(this, Store, _isPlanning, isStarting: true);

    /// <summary>Takes away what the store has of contacts.</summary>
    /// <returns>Whether the records still are as they were marked.</returns>
    public ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken) =>
        RetriedAsync(() => Store.EraseAsync(erasures, cancellationToken), cancellationToken);

    /// <summary>Looks whether an erasure that somebody waits for was left undone, and carries it on.</summary>
    public ValueTask CarryOnErasuresAsync(CancellationToken cancellationToken) => _isPlanning || _isStarting ? ValueTask.CompletedTask : Erasures.LookAsync(this, cancellationToken);

    /// <summary>The keyed digest of an id, by which the store knows it when it is closed.</summary>
    public ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken) =>
        RetriedAsync(() => Store.DigestOfAsync(contact, cancellationToken), cancellationToken);

    /// <summary>Commits; transient trouble is tried again. A commit whose answer was lost is recognised by its change id.</summary>
    public async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
    {
        IReadOnlyList<CommitOutcome> outcomes;
        try
        {
            outcomes = await RetriedAsync(
                async () =>
                {
                    await StartedAsync(cancellationToken).ConfigureAwait(false);
                    return await Store.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
            Altered.Accept(Now);
        }
        catch (ConsentStoreException trouble) when (trouble is not (AuditLogAlteredException or RecordAlteredException))
        {
            Altered.Refuse(trouble, Now, _logger);
            throw;
        }

        if (!_isPlanning && LastOf(outcomes) is { } last)
        {
            await Publisher.AfterCommitAsync(Store, last.Index + 1).ConfigureAwait(false);
        }

        return outcomes;
    }

    private static AuditEntry? LastOf(IReadOnlyList<CommitOutcome> outcomes)
    {
        for (var i = outcomes.Count - 1; i >= 0; i--)
        {
            if (outcomes[i] is CommitOutcome.Committed { Entries: [.., var last] })
            {
                return last;
            }
        }

        return null;
    }

    /// <summary>Calls the store; transient trouble is tried again.</summary>
    public async ValueTask<T> RetriedAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var delay = _options.TransientRetryDelay;
        var begun = Clock.GetTimestamp();
        for (var left = _options.TransientRetries; ; left--)
        {
            try
            {
                return _isStarting || !_start.IsDone ? await call().ConfigureAwait(false) : await Publisher.Guard.AskedTwiceAsync(call, cancellationToken).ConfigureAwait(false);
            }
            catch (ConsentStoreException trouble) when (trouble.IsTransient && left > 0 && Clock.GetElapsedTime(begun) < s_patience)
            {
                ConsentTelemetry.CountRetry();
                TrackingLog.TransientTrouble(_logger, left);
                await Task.Delay(delay, Clock, cancellationToken).ConfigureAwait(false);
                delay = delay * 2 > MaxDelay ? MaxDelay : delay * 2;
            }
        }
    }

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _rules.ReadAsync(Store, Now, cancellationToken).ConfigureAwait(false);
        }
        catch (ConsentStoreException trouble) when (trouble.IsTransient)
        {
            // The call that comes next says so where it still matters; what was published elsewhere is known a little later.
            TrackingLog.TransientTrouble(_logger, 0);
        }
    }
}
