using Consent.Storage;
using Consent.Tracking;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds consent tracking as a host's configuration describes it.</summary>
public static class ConsentConfigurationExtensions
{
    /// <summary>Registers all that <c>AddConsentTracking</c> does, set as a section of the host's configuration says: jurisdiction, purposes, notices, store, checkpoints.</summary>
    /// <remarks>
    /// The section is read when the host starts, and not before. A key that nobody knows, a value that cannot be read, a file that is not there: the host does not start, and says of all of them at once the key's full name
    /// and what to write. What code says wins over configuration. A change of the configuration counts from the next start. All keys: <c>docs/guide/configuration.md</c>.
    /// </remarks>
    /// <param name="services">The host's services.</param>
    /// <param name="section">The section: <c>builder.Configuration.GetSection("Consent")</c>.</param>
    /// <param name="code">Names the stores that the section may choose (<c>c.AddSqlite()</c>), and decides what no configuration can.</param>
    /// <example><code>
    /// builder.Services.AddConsent(builder.Configuration.GetSection("Consent"), c => c.AddSqlite());
    /// </code></example>
    public static IServiceCollection AddConsent(this IServiceCollection services, IConfigurationSection section, Action<ConsentBuilder>? code = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        var builder = services.AddConsentTracking();
        services.AddSingleton(provider => new ConsentConfiguration(section, provider));
        builder.ReadConfiguration<ConsentTrackingOptions>("", ConfiguredOptions.Read);
        services.AddSingleton<IValidateOptions<ConsentTrackingOptions>, ConsentConfigurationValidation>();
        services.AddSingleton(provider => provider.GetRequiredService<ConsentConfiguration>().Checkpoints);
        services.AddSingleton(provider => provider.GetRequiredService<ConfiguredCheckpoints>().Signer ?? CheckpointPlaces.DefaultSigner(provider));

        // After these, so that it wins.
        code?.Invoke(builder);
        if (!services.Any(s => s.ServiceType == typeof(ConsentStoreRegistration)))
        {
            services.AddSingleton(provider => provider.GetRequiredService<ConsentConfiguration>().Store.Registration);
            services.AddSingleton(provider => provider.GetRequiredService<ConsentConfiguration>().Store.Make<IConsentStore>(provider) ?? throw new InvalidOperationException("The configuration chooses no store."));
            services.TryAddSingleton(provider => provider.GetRequiredService<ConsentConfiguration>().Store.Make<IErasureJournal>(provider) ?? new InProcessErasureJournal());
        }

        return services;
    }

    /// <summary>Sets options in code, over what the configuration says of them.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Sets the options.</param>
    /// <example><code>
    /// builder.Services.AddConsent(section, c => c.AddSqlite().Configure(o => o.Access = access));
    /// </code></example>
    public static ConsentBuilder Configure(this ConsentBuilder builder, Action<ConsentTrackingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Has options set by a part of the section that <see cref="AddConsent"/> reads, for packages that add some. Without <see cref="AddConsent"/> it does nothing.</summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The part: <c>Links</c>.</param>
    /// <param name="read">Sets the options by the settings below it; called once to see what is wrong, and once more for the options.</param>
    public static ConsentBuilder ReadConfiguration<TOptions>(this ConsentBuilder builder, string name, Action<ConsentSettings, TOptions> read)
        where TOptions : class, new()
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(read);
        builder.Services.AddSingleton(new ConfiguredPart(name, settings => read(settings, new())));
        builder.Services.AddSingleton<IConfigureOptions<TOptions>>(provider =>
            new ConfigureNamedOptions<TOptions>(Options.Options.DefaultName, options => provider.GetService<ConsentConfiguration>()?.Read(name, settings => read(settings, options))));
        return builder;
    }
}
