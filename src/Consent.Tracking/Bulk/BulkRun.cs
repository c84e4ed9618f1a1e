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
    private readonly Func<CancellationToken, IAsyncEnumerable<BulkWork>> _input;
    private BulkTally _tally;

    internal BulkRun(TrackingContext tracking, Actor actor, BulkOptions options, Func<CancellationToken, IAsyncEnumerable<BulkWork>> input)
    {
        _tracking = tracking;
        _actor = actor;
        _options = options;
        _input = input;
        _tally = new(tracking.Clock, options.IsDryRun);
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
        using var activity = ConsentTelemetry.Start("consent.bulk");
        _tally = new(_tracking.Clock, _options.IsDryRun);
        var batch = new List<BulkWork>(_options.BatchSize);
        await foreach (var work in _input(cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            batch.Add(work);
            if (batch.Count == _options.BatchSize)
            {
                foreach (var item in await CommitAsync(batch, cancellationToken).ConfigureAwait(false))
                {
                    yield return item;
                }
            }
        }

        foreach (var item in await CommitAsync(batch, cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }

        var progress = _tally.Progress;
        TrackingLog.BulkEnded(_tracking.Logger, progress.Done, progress.Recorded, progress.Quarantined, _options.IsDryRun);
    }

    private async ValueTask<IReadOnlyList<BulkItem>> CommitAsync(List<BulkWork> batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return [];
        }

        cancellationToken.ThrowIfCancellationRequested();
        var items = await new BulkBatch(_tracking, _actor, _options.IsDryRun).RunAsync(batch, cancellationToken).ConfigureAwait(false);
        batch.Clear();
        foreach (var item in items)
        {
            _tally.Add(item);
            foreach (var result in item.Results)
            {
                if (!_options.IsDryRun)
                {
                    ConsentTelemetry.Count(result);
                }
            }
        }

        _options.Progress?.Report(_tally.Progress);
        return items;
    }
}
