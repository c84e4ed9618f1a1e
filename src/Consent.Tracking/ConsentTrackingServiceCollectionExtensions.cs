using Consent.Storage;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds consent tracking to a host.</summary>
public static class ConsentTrackingServiceCollectionExtensions
{
    /// <summary>Registers <see cref="ConsentTracker"/>, <see cref="ConsentBulk"/>, <see cref="ConsentAudience"/>, <see cref="ConsentAudit"/>, <see cref="ConsentPrivacy"/>, <see cref="UnsubscribeLinks"/>, <see cref="PreferenceLinks"/> and <see cref="DoubleOptIns"/>; choose a store on the result.</summary>
    /// <remarks>
    /// With the generic host, the consent memory is opened, compared and checked before the host listens: a host that cannot rely on it stops at start, with a sentence that says what to do. While it runs
    /// the log is looked at each second, and covered by a checkpoint. Build-time tools that start the host open nothing. Without the generic host the first call opens it.
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Sets the options. Bad ones, no store or two stores are an error when the host starts, or when one of these is first asked for.</param>
    /// <example><code>
    /// builder.Services.AddConsentTracking(options => { options.Jurisdiction = Jurisdiction.Italy; options.Sectors = [Sector.Other]; }).UseInMemoryStore();
    /// </code></example>
    public static ConsentBuilder AddConsentTracking(this IServiceCollection services, Action<ConsentTrackingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        // A tool that starts the host while it is built has no store to choose: nothing of ours stops it.
        (BuildTimeTool.IsRunning ? services.AddOptions<ConsentTrackingOptions>() : services.AddOptionsWithValidateOnStart<ConsentTrackingOptions>()).Configure(configure ?? (_ => { }));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ConsentTrackingOptions>, ConsentTrackingValidation>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(CheckpointPlaces.DefaultSigner);
        services.TryAddSingleton<TrackingContext>();
        services.TryAddSingleton(provider => new ConsentTracker(provider.GetRequiredService<TrackingContext>()));
        services.TryAddSingleton(provider => new ConsentBulk(provider.GetRequiredService<TrackingContext>()));
        services.TryAddSingleton(provider => new ConsentAudience(provider.GetRequiredService<TrackingContext>()));
        services.TryAddSingleton(provider => new ConsentAudit(provider.GetRequiredService<TrackingContext>()));
        services.TryAddSingleton(provider => new ConsentPrivacy(provider.GetRequiredService<TrackingContext>()));
        services.TryAddSingleton(provider => new PreferenceLinks(provider.GetRequiredService<TrackingContext>()));
        services.TryAddSingleton(provider => new UnsubscribeLinks(provider.GetRequiredService<TrackingContext>(), provider.GetRequiredService<ConsentTracker>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DoubleOptInLimits>, DoubleOptInLimitsValidation>());
        services.TryAddSingleton(provider => new DoubleOptIns(provider.GetRequiredService<TrackingContext>(), provider.GetRequiredService<ConsentTracker>(), provider.GetRequiredService<IOptions<DoubleOptInLimits>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ConsentHostedService>());
        services.TryAddSingleton(provider => new ConsentHealthCheck(provider.GetRequiredService<TrackingContext>()));
        return new(services);
    }
}
