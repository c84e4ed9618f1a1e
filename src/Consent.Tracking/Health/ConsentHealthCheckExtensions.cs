using Consent.Tracking;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the health of the consent memory to that of a host.</summary>
public static class ConsentHealthCheckExtensions
{
    /// <summary>Adds <see cref="ConsentHealthCheck"/>, beside <c>AddConsentTracking()</c>.</summary>
    /// <param name="builder">What <c>AddHealthChecks()</c> returned.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="failureStatus">What a consent memory that cannot be relied on is reported as; <see langword="null"/>: unhealthy.</param>
    /// <param name="tags">By which it can be chosen.</param>
    /// <example><code>
    /// builder.Services.AddHealthChecks().AddConsent();
    /// </code></example>
    public static IHealthChecksBuilder AddConsent(this IHealthChecksBuilder builder, string name = "consent", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return builder.Add(new(name, services => services.GetRequiredService<ConsentHealthCheck>(), failureStatus, tags));
    }
}
