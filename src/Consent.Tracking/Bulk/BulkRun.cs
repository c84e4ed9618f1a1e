using System.Runtime.ExceptionServices;

namespace Consent.Tracking;

/// <summary>A bulk run: nothing happens before it is enumerated, and what it has yielded is committed.</summary>
/// <remarks>
/// Memory is bounded by the batch, however long the input. Cancelling, or leaving the loop, stops it between batches: what was committed stays, nothing is half
/// written. Run again with the same input, it does what is left: a change or document that is on record already is recognised by its id.
/// </remarks>
public sealed class BulkRun : IAsyncEnumerable<BulkItem>
{
    private readonly TrackingContext _tracking;
    private readonly Actor _actor;
    private readonly BulkOptions _options;
    private readonly Func<CancellationToken, IAsyncEnumerable<ChangeWork>> _input;
    private BulkTally _tally;

    internal BulkRun(TrackingContext tracking, Actor actor, BulkOptions options, Func<CancellationToken, IAsyncEnumerable<ChangeWork>> input)
    {
        _tracking = tracking;
        _actor = actor;
        _options = options;
        _input = input;
        _tally = new(tracking, options.IsDryRun);
    }

    /// <summary>What the latest enumeration came to, or has come to so far.</summary>
    public BulkReport Report => _tally.Report;

    /// <summary>Runs to the end.</summary>
    public async ValueTask<BulkReport> CompleteAsync(CancellationToken cancellationToken = default)
    {
        await foreach (var item in this.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            _ = item;
        }

        return Report;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerator<BulkItem> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        var tracking = _options.IsDryRun ? _tracking.Planning() : _tracking;
        _tally = new(_tracking, _options.IsDryRun);
        var batch = new List<ChangeWork>(_options.BatchSize);
        var sources = new WholeFiles();
        var input = _input(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var disposal = input.ConfigureAwait(false);
        ExceptionDispatchInfo? fault = null;
        for (var isLast = false; !isLast;)
        {
            (var next, fault) = await NextAsync(input).ConfigureAwait(false);
            isLast = next is null;
            if (next is not null)
            {
                batch.Add(next);
                sources.Add(next);
            }

            if (isLast || batch.Count == _options.BatchSize)
            {
                foreach (var item in await CommitAsync(tracking, batch, cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }
            }
        }

        // What was read before the input broke off is committed first: it may hold a no.
        fault?.Throw();

        if (_options is { IsWholeFile: true, IsDryRun: false })
        {
            await sources.KeepAsync(new(_tracking), _tracking.Now, cancellationToken).ConfigureAwait(false);
        }

        var progress = _tally.Progress;
        TrackingLog.BulkEnded(_tracking.Logger, progress.Done, progress.Recorded, progress.Quarantined, _options.IsDryRun);
    }

    private static async ValueTask<(ChangeWork? Next, ExceptionDispatchInfo? Fault)> NextAsync(IAsyncEnumerator<ChangeWork> input)
    {
        try
        {
            return (await input.MoveNextAsync().ConfigureAwait(false) ? input.Current : null, null);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return (null, ExceptionDispatchInfo.Capture(fault));
        }
    }

    private async ValueTask<IReadOnlyList<BulkItem>> CommitAsync(TrackingContext tracking, List<ChangeWork> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return [];
        }

        cancellationToken.ThrowIfCancellationRequested();
        using var watch = ConsentTelemetry.Watch("consent.bulk");
        await new ChangeBatch(tracking, _actor, ChangePort.Bulk, isMany: true).RunAsync(batch, cancellationToken).ConfigureAwait(false);
        var items = batch.Select(work => new BulkItem(work.Position, work.Contact, work.Results) { Fault = work.Fault }).ToList();
        foreach (var (work, item) in batch.Zip(items))
        {
            _tally.Add(item, work);
            if (!_options.IsDryRun)
            {
                ConsentTelemetry.Count(item);
            }
        }

        batch.Clear();
        _options.Progress?.Report(_tally.Progress);
        return items;
    }
}
