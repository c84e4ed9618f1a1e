using Consent.Storage;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds consent tracking to a host.</summary>
public static class ConsentTrackingServiceCollectionExtensions
{
    /// <summary>Registers <see cref="ConsentTracker"/>, <see cref="ConsentBulk"/>, <see cref="ConsentAudience"/>, <see cref="ConsentAudit"/> and <see cref="ConsentPrivacy"/>; choose a store on the result.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options. Bad ones, no store or two stores are an error when the host starts, or when one of these is first asked for.</param>
    /// <example><code>
    /// builder.Services.AddConsentTracking(options => options.Jurisdiction = Jurisdiction.Italy).UseInMemoryStore();
    /// </code></example>
    public static ConsentBuilder AddConsentTracking(this IServiceCollection services, Action<ConsentTrackingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptionsWithValidateOnStart<ConsentTrackingOptions>().Configure(configure ?? (_ => { }));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ConsentTrackingOptions>, ConsentTrackingValidation>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(CheckpointPlaces.DefaultSigner);
        services.TryAddSingleton<TrackingContext>();
        services.TryAddSingleton(provider => new ConsentTracker(provider.GetRequiredService<TrackingContext>()));
        services.TryAddSingleton(provider => new ConsentBulk(provider.GetRequiredService<TrackingContext>()));
        services.TryAddSingleton(provider => new ConsentAudience(provider.GetRequiredService<TrackingContext>()));
        services.TryAddSingleton(provider => new ConsentAudit(provider.GetRequiredService<TrackingContext>()));
        services.TryAddSingleton(provider => new ConsentPrivacy(provider.GetRequiredService<TrackingContext>()));
        services.TryAddSingleton(provider => new ConsentHealthCheck(provider.GetRequiredService<TrackingContext>()));
        return new(services);
    }
}
