namespace Consent.Tracking;

/// <summary>Takes note of what decisions rest on while they are made, and writes the entry that says that they are used.</summary>
internal sealed class UseRecording
{
    private readonly TrackingContext _tracking;
    private readonly Actor _actor;
    private readonly RecordedUse _use;
    private ConsentRules? _rules;
    private bool _haveMoved;
    private bool _hasMetAltered;
    private bool _hasAwaitedRestore;
    private Timestamp? _from;
    private Timestamp? _until;

    private UseRecording(TrackingContext tracking, Actor actor, RecordedUse use)
    {
        _tracking = tracking;
        _actor = actor;
        _use = use;
        Look();
    }

    /// <summary>Before the first record is read: all that the log has now will be in the decisions.</summary>
    /// <exception cref="ArgumentException">The requests are of too many kinds.</exception>
    public static async ValueTask<UseRecording> BeginAsync(TrackingContext tracking, Actor actor, UseReference reference, IReadOnlyList<ProcessingRequest> requests, CancellationToken cancellationToken)
    {
        var use = new RecordedUse { Reference = reference, Requests = [], LogSize = 0, LogSizeAfter = 0, DecidedFrom = default, DecidedUntil = default, Permitted = 0 }.Of(requests);
        await tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        return new(tracking, actor, use with { LogSize = await SizeAsync(tracking, cancellationToken).ConfigureAwait(false) });
    }

    /// <summary>Some were decided, by these rules and of this instant.</summary>
    public void Decided(ConsentRules rules, Timestamp at)
    {
        Look();
        _haveMoved |= _rules is not null && !ReferenceEquals(_rules, rules);
        _rules ??= rules;
        _from = _from is { } from ? Timestamp.Min(from, at) : at;
        _until = _until is { } until ? Timestamp.Max(until, at) : at;
    }

    /// <summary>Writes the entry, whoever has stopped waiting.</summary>
    /// <param name="asked">How many requests were answered; <see langword="null"/>: everybody was asked about.</param>
    /// <param name="permitted">How many were permitted.</param>
    /// <param name="isCutOff">Whether it came to no end.</param>
    public async ValueTask EndAsync(long? asked, long permitted, bool isCutOff)
    {
        Look();
        var rules = _rules ?? _tracking.Rules;
        var now = _tracking.Now;
        var use = _use with
        {
            LogSizeAfter = await SizeAsync(_tracking, CancellationToken.None).ConfigureAwait(false),
            DecidedFrom = _from ?? now,
            DecidedUntil = _until ?? now,
            Asked = asked,
            Permitted = permitted,
            IsCutOff = isCutOff,
            HasMetAltered = _hasMetAltered,
            HasAwaitedRestore = _hasAwaitedRestore,
            Notices = _haveMoved ? null : rules.Notices.Fingerprint(),
        };
        await _tracking.CommitAsync([new() { Entries = [LogEvents.Used(use, _actor, rules, now)] }], CancellationToken.None).ConfigureAwait(false);
        TrackingLog.Used(_tracking.Logger, permitted, isCutOff);
    }

    /// <summary>What this process knows besides the log: all may be verified, or a restore confirmed, before the call ends.</summary>
    private void Look()
    {
        _hasMetAltered |= _tracking.Altered.IsAny;
        _hasAwaitedRestore |= _tracking.IsRestorePending;
    }

    private static async ValueTask<long> SizeAsync(TrackingContext tracking, CancellationToken cancellationToken) =>
        (await tracking.RetriedAsync(() => tracking.Store.GetHeadAsync(cancellationToken), cancellationToken).ConfigureAwait(false)).Size;
}
