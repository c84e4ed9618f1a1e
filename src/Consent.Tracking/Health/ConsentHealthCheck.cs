using System.Collections.ObjectModel;
using Consent.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Consent.Tracking;

/// <summary>Tells whether the consent memory can be relied on: the store answers, its log is the one that checkpoints were signed for, and what is recorded is also proved.</summary>
/// <remarks>
/// Unhealthy: the store is in trouble or does not answer within 5 s, or the log was altered, cut off or restored without a recovery (nothing is permitted then), or a contact's record was altered (that contact is denied), or verifying the state found a flaw, or could not be done. Degraded: the last change could not be written, or one of the last hour for no passing reason; no verification has ended for long; a restored database waits for
/// confirmation, so permits are Review; the signer or a place of checkpoints fails, so what is recorded is not proved yet; a place has lost what it took, or has what no known key signed; the log's last entry lies
/// ahead of the clock. Its data are the log's size and the size of the last checkpoint; nothing personal.
/// </remarks>
/// <example><code>
/// services.AddHealthChecks().AddConsent();
/// </code></example>
public sealed class ConsentHealthCheck : IHealthCheck
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_tolerated = TimeSpan.FromMinutes(1);

    private readonly TrackingContext _tracking;

    internal ConsentHealthCheck(TrackingContext tracking) => _tracking = tracking;

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            return await Task.Run(() => AskAsync(cancellationToken), cancellationToken).WaitAsync(s_patience, _tracking.Clock, cancellationToken).ConfigureAwait(false);
        }
        catch (ConsentStoreException trouble)
        {
            return new(context.Registration.FailureStatus, trouble.Message, trouble);
        }
        catch (TimeoutException silence)
        {
            return new(context.Registration.FailureStatus, $"The store does not answer within {s_patience.TotalSeconds:0} s.", silence);
        }
    }

    private async Task<HealthCheckResult> AskAsync(CancellationToken cancellationToken)
    {
        await _tracking.StartedAsync(cancellationToken).ConfigureAwait(false);
        var head = await _tracking.Store.GetHeadAsync(cancellationToken).ConfigureAwait(false);
        var checkpoint = await _tracking.Store.Log.LastCheckpointAsync(cancellationToken).ConfigureAwait(false);
        var data = new ReadOnlyDictionary<string, object>(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["log.size"] = head.Size,
            ["checkpoint.size"] = checkpoint?.Size ?? 0,
        });
        _tracking.Altered.Look(_tracking.Store, _tracking.Logger);
        if (_tracking.Altered.Flaw is { } flaw)
        {
            return new(HealthStatus.Unhealthy, flaw, null, data);
        }

        var flaws = Flaws(head).ToList();
        return flaws.Count > 0
            ? HealthCheckResult.Degraded(string.Join(' ', flaws), null, data)
            : HealthCheckResult.Healthy("The store answers, and its log is the one that checkpoints were signed for.", data);
    }

    private IEnumerable<string> Flaws(LogHead head)
    {
        if (_tracking.IsRestorePending)
        {
            yield return "The database was restored, and waits for the word that the changes since were sent again: permits are Review.";
        }

        if (_tracking.Altered.Refused is { } refused)
        {
            yield return $"A change that came could not be written, and whoever sent it was told so: {refused}";
        }

        if (_tracking.Scrubbing.IsLate)
        {
            yield return "For three intervals no verification of the log and the state has come to its end.";
        }

        var publisher = _tracking.Publisher;
        if (publisher.IsSignerFailing || publisher.IsLate)
        {
            yield return "The checkpoint is late: the signer fails or does not answer, and what was recorded since the last one is not proved yet.";
        }

        if (publisher.Sinks.Failing is > 0 and var failing)
        {
            yield return $"{failing} place(s) do not take checkpoints.";
        }

        if (publisher.Sinks.Unlike is > 0 and var unlike)
        {
            yield return $"{unlike} place(s) have lost checkpoints that they took, or have what no known key of this log signed.";
        }

        if (head.LastRecordedAt is { } last && last.Since(_tracking.Now) is var ahead && ahead > s_tolerated)
        {
            yield return $"The log's last entry lies {ahead} ahead of this host's clock: one of the two clocks was or is wrong.";
        }
    }
}
