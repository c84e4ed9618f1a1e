using Consent.Storage;

namespace Consent.Tracking;

/// <summary>The log's entries without those whose contact's key is lost: for an erasure and a recovery, which the lost key of somebody else must not stop.</summary>
internal static class ReadableEntries
{
    /// <param name="tracking">Where.</param>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="ConsentStoreException">The storage is in trouble.</exception>
    public static async ValueTask<List<AuditEntry>> ReadAsync(TrackingContext tracking, LogQuery query, CancellationToken cancellationToken)
    {
        var read = new List<AuditEntry>();
        for (var from = query.From; ;)
        {
            try
            {
                await foreach (var entry in tracking.Store.ReadLogAsync(query with { From = from }, cancellationToken).ConfigureAwait(false))
                {
                    read.Add(entry);
                    from = entry.Index + 1;
                }

                return read;
            }
            catch (ConsentStoreException trouble) when (!trouble.IsTransient)
            {
                if (await AfterShutAsync(tracking, from, cancellationToken).ConfigureAwait(false) is not { } after)
                {
                    throw;
                }

                from = after;
            }
        }
    }

    /// <summary>The place after the next entry that cannot be opened.</summary>
    private static async ValueTask<long?> AfterShutAsync(TrackingContext tracking, long from, CancellationToken cancellationToken)
    {
        await foreach (var entry in tracking.Store.Log.ReadAsync(from, long.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            if (!entry.IsErased && entry.FirstBrokenSlot() is not null)
            {
                return entry.Index + 1;
            }
        }

        return null;
    }
}
