using System.Runtime.CompilerServices;
using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.Logging;

namespace Consent.Tracking;

/// <summary>Compares the log with what was signed for it: the last checkpoint kept, and the last one that each place has of each of its origins.</summary>
internal sealed class LogComparison(LogIdentity identity, SinkFeeds sinks, ILogger logger)
{
    /// <summary>After how many later origins without a checkpoint a place is believed to have none: in one of them it may not have been reached.</summary>
    private const int Ahead = 3;

    /// <exception cref="AuditLogAlteredException">The log has as many entries as a checkpoint says, and not the same.</exception>
    public async Task<LogSurvey> SurveyAsync(IConsentStore store, CancellationToken cancellationToken)
    {
        await identity.ReadAsync(store, cancellationToken).ConfigureAwait(false);
        var kept = await store.Log.LastCheckpointAsync(cancellationToken).ConfigureAwait(false);
        var last = kept is not null && SignedCheckpoint.TryParse(kept.Note, null, out var note) ? note : null;
        var (published, isAny) = await PublishedAsync(last, cancellationToken).ConfigureAwait(false);
        AuditLogAlteredException? shortage = null;
        foreach (var checkpoint in last is not null && (identity.IsEphemeral || identity.IsBelieved(last)) ? published.Prepend(last) : published)
        {
            shortage ??= await CompareAsync(store, checkpoint.Checkpoint, cancellationToken).ConfigureAwait(false);
        }

        var size = (await store.GetHeadAsync(cancellationToken).ConfigureAwait(false)).Size;
        if (shortage is null)
        {
            await identity.DemandSignerAsync(last, isAny, isEmpty: size == 0, cancellationToken).ConfigureAwait(false);
            size = (await store.GetHeadAsync(cancellationToken).ConfigureAwait(false)).Size;
        }

        var believed = last is not null && identity.IsBelieved(last) ? last : null;
        return new(identity.Lineage, size, kept, believed, published.OrderBy(c => identity.NumberOf(c.Checkpoint.Origin)).ThenBy(c => c.Checkpoint.Size).LastOrDefault()?.Checkpoint, shortage);
    }

    /// <summary>Of what places have of this log's origins and no known key of it has signed: the greatest size. What the log's lost key signed is among it.</summary>
    public async Task<long> StrangeSizeAsync(CancellationToken cancellationToken)
    {
        var size = 0L;
        foreach (var (feed, number) in sinks.All.SelectMany(feed => identity.Lineage.Numbers.Select(number => (feed, number))))
        {
            await foreach (var checkpoint in ReadAsync(feed.Sink, identity.OriginOf(number), cancellationToken).ConfigureAwait(false))
            {
                if (checkpoint is not null && identity.NumberOf(checkpoint.Checkpoint.Origin) is not null && !identity.IsBelieved(checkpoint))
                {
                    size = Math.Max(size, checkpoint.Checkpoint.Size);
                }
            }
        }

        return size;
    }

    /// <returns>What is wrong when the log is shorter than that; <see langword="null"/> when all fits.</returns>
    private async ValueTask<AuditLogAlteredException?> CompareAsync(IConsentStore store, Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var (size, root) = checkpoint.Head;
        if (identity.NumberOf(checkpoint.Origin) is not { } number)
        {
            return null;
        }

        if (number > identity.Lineage.Current)
        {
            return new($"A checkpoint was signed under a later origin of this log, number {number}: a backup from before was restored.", LogFlaw.CutOff, size);
        }

        if (identity.Lineage.LimitOf(number) is not { } limit || size > limit)
        {
            return null;
        }

        var actual = (await store.GetHeadAsync(cancellationToken).ConfigureAwait(false)).Size;
        if (actual < size)
        {
            return KnownHead.CutOff(size, actual);
        }

        return (await store.Log.HeadAtAsync(size, cancellationToken).ConfigureAwait(false)).Root == root
            ? null
            : throw new AuditLogAlteredException($"The first {size} entries of the log are not those that a checkpoint was signed for.", LogFlaw.RootDiffers, size);
    }

    /// <summary>The last believed checkpoint in each place under each origin of this log, and under later ones that it does not know of; and whether any place has one at all.</summary>
    private async ValueTask<(List<SignedCheckpoint> Published, bool IsAny)> PublishedAsync(SignedCheckpoint? kept, CancellationToken cancellationToken)
    {
        var published = new List<SignedCheckpoint>();
        var isAny = false;
        foreach (var feed in sinks.All)
        {
            var strange = 0;
            var isFound = false;
            SignedCheckpoint? now = null;
            foreach (var number in identity.Lineage.Numbers)
            {
                await LastAsync(number).ConfigureAwait(false);
            }

            var missing = 0;
            for (var later = identity.Lineage.Current + 1; missing < Ahead; later++)
            {
                missing = await LastAsync(later).ConfigureAwait(false) ? 0 : missing + 1;
            }

            if (strange > 0)
            {
                TrackingLog.CheckpointsNotBelieved(logger, strange);
            }

            var isLost = !isFound && feed.Sink.IsReadable && kept is not null && identity.IsBelieved(kept);
            if (isLost)
            {
                TrackingLog.CheckpointsLost(logger, kept!.Checkpoint.Size);
            }

            feed.Find(now, isLost, strange > 0);

            async ValueTask<bool> LastAsync(long number)
            {
                await foreach (var checkpoint in ReadAsync(feed.Sink, identity.OriginOf(number), cancellationToken).ConfigureAwait(false))
                {
                    if (checkpoint is not null && identity.NumberOf(checkpoint.Checkpoint.Origin) is { } actual)
                    {
                        isAny = true;
                        if (identity.IsBelieved(checkpoint))
                        {
                            // A place that tells its last checkpoint whatever the origin asked for is not asked for ever.
                            published.Add(checkpoint);
                            isFound = true;
                            now = actual == identity.Lineage.Current ? checkpoint : now;
                            return actual == number;
                        }
                    }

                    strange++;
                }

                return false;
            }
        }

        return (published, isAny);
    }

    private static async IAsyncEnumerable<SignedCheckpoint?> ReadAsync(ICheckpointSink sink, string origin, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reading = sink.LatestAsync(origin, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closing = reading.ConfigureAwait(false);
        while (true)
        {
            try
            {
                if (!await reading.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (Exception trouble) when (trouble is not (ConsentStoreException or OperationCanceledException))
            {
                throw new ConsentStoreException($"A place of checkpoints ({sink.GetType().Name}) could not be asked for its last one: {trouble.GetType().Name}. Bring it back, or take it out of the configuration.", isTransient: false, trouble);
            }

            yield return reading.Current;
        }
    }
}
