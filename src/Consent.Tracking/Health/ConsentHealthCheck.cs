using System.Collections.ObjectModel;
using Consent.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Consent.Tracking;

/// <summary>Tells whether the consent memory can be relied on: the store answers, and its log is the one that checkpoints were signed for.</summary>
/// <remarks>
/// Unhealthy: the store is in trouble, or the log was altered, cut off or restored without a recovery; nothing is permitted then. Degraded: a restored database waits for confirmation, so
/// permits are Review. Its data are the log's size and the size of the last checkpoint; nothing personal.
/// </remarks>
/// <example><code>
/// services.AddHealthChecks().AddCheck&lt;ConsentHealthCheck&gt;("consent");
/// </code></example>
public sealed class ConsentHealthCheck : IHealthCheck
{
    private readonly TrackingContext _tracking;

    internal ConsentHealthCheck(TrackingContext tracking) => _tracking = tracking;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
            var head = await _tracking.Store.GetHeadAsync(cancellationToken).ConfigureAwait(false);
            var checkpoint = await _tracking.Store.Log.LastCheckpointAsync(cancellationToken).ConfigureAwait(false);
            var data = new ReadOnlyDictionary<string, object>(new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["log.size"] = head.Size,
                ["checkpoint.size"] = checkpoint?.Size ?? 0,
            });
            return _tracking.IsRestorePending
                ? HealthCheckResult.Degraded("The database was restored, and waits for the word that the changes since were sent again: permits are Review.", null, data)
                : HealthCheckResult.Healthy("The store answers, and its log is the one that checkpoints were signed for.", data);
        }
        catch (ConsentStoreException trouble)
        {
            return new(context.Registration.FailureStatus, trouble.Message, trouble);
        }
    }
}
