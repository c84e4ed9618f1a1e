using Consent.Hub;
using Consent.Hub.Preferences;
using Consent.Hub.Proofs;
using Consent.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the pages to a host.</summary>
public static class ConsentHubBuilderExtensions
{
    /// <summary>Registers what the pages need; <c>app.MapConsentHub()</c> and <c>app.MapPreferenceCentre()</c> serve them.</summary>
    /// <param name="builder">What <c>AddConsentTracking</c> returned.</param>
    /// <param name="configure">Says how they look; nothing need be said.</param>
    /// <example><code>
    /// builder.Services.AddConsentTracking().UseSqliteStore("Data Source=consents.db").AddConsentHub(hub => hub.Name = "Shop");
    /// var app = builder.Build();
    /// app.MapConsentHub("/hub");
    /// app.MapPreferenceCentre("/preferences");
    /// </code></example>
    public static ConsentBuilder AddConsentHub(this ConsentBuilder builder, Action<ConsentHubOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<ConsentHubOptions>().Configure(configure ?? (_ => { }));
        services.AddRazorComponents();
        services.AddAntiforgery();
        services.AddDataProtection();
        services.TryAddSingleton<HubKeys>();
        services.TryAddSingleton<LogCheck>();
        services.TryAddSingleton<LinkVisits>();
        return builder;
    }
}
