using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.Logging;

namespace Consent.Tracking;

/// <summary>All places that checkpoints are published to. None of them holds up another one.</summary>
internal sealed class SinkFeeds(IEnumerable<ICheckpointSink> sinks, TimeProvider clock, ILogger logger, CancellationToken stopping)
{
    private readonly SinkFeed[] _feeds = [.. sinks.Select(sink => new SinkFeed(sink, clock, logger, stopping))];

    public IReadOnlyList<SinkFeed> All => _feeds;

    public int Failing => _feeds.Count(f => f.IsFailing);

    public int Unlike => _feeds.Count(f => f.IsUnlike);

    /// <summary>Gives all of them a checkpoint.</summary>
    /// <returns>How many did not take it, once that is known of each.</returns>
    public async Task<int> OfferAsync(SignedCheckpoint checkpoint)
    {
        var told = await Task.WhenAll(_feeds.Select(f => f.OfferAsync(checkpoint))).ConfigureAwait(false);
        return told.Count(isTaken => !isTaken);
    }

    /// <summary>Gives the last checkpoint kept to those that can tell that they do not have it: it was not taken before the last process ended, or lost since.</summary>
    public void CatchUp(SignedCheckpoint? last)
    {
        if (last is not null)
        {
            foreach (var feed in _feeds.Where(f => f.Sink.IsReadable))
            {
                _ = feed.OfferAsync(last);
            }
        }
    }

    /// <summary>Asks each that can tell whether it still has what it took.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        foreach (var feed in _feeds.Where(f => f.Sink.IsReadable && !f.IsFailing))
        {
            await feed.AskAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Nobody waits any more for those that have not taken a checkpoint yet.</summary>
    public void GiveUp(SignedCheckpoint checkpoint)
    {
        foreach (var feed in _feeds.Where(f => f.Taken is not { } taken || !taken.Equals(checkpoint)))
        {
            feed.GiveUp();
        }
    }
}
