using Consent.Storage;
using Consent.Tracking;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts another store in the place of the one that a host chose, for tests of the whole host.</summary>
public static class ConsentStoreReplacement
{
    /// <summary>Replaces the host's store, and what goes with it: its journal of erasures, its checkpoints' signer and sinks. For tests of a whole host.</summary>
    /// <remarks>
    /// <para>
    /// Call it after the host has registered its services. The store given lives as long as the test wants: the host does not dispose of it.
    /// </para>
    /// <para>
    /// Journal, signer and sinks are the old store's: kept, a test would write into its folders, and a log that begins anew would not be the one that was published. What a test
    /// registers afterwards counts.
    /// </para>
    /// </remarks>
    /// <param name="services">The host's services, such as in <c>ConfigureTestServices</c> of a <c>WebApplicationFactory</c>.</param>
    /// <param name="store">The store instead: a new <c>InMemoryConsentStore</c>, or a <c>FaultInjectingStore</c> around one.</param>
    /// <example><code>
    /// factory.WithWebHostBuilder(host => host.ConfigureTestServices(services => services.ReplaceConsentStore(new InMemoryConsentStore())))
    /// </code></example>
    public static IServiceCollection ReplaceConsentStore(this IServiceCollection services, IConsentStore store)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(store);
        services.RemoveAll<ConsentStoreRegistration>();
        services.RemoveAll<IConsentStore>();
        services.RemoveAll<IErasureJournal>();
        services.RemoveAll<ICheckpointSigner>();
        services.RemoveAll<ICheckpointSink>();
        services.AddSingleton<ICheckpointSigner>(_ => new EphemeralCheckpointSigner());
        services.RemoveAll<ConfiguredCheckpoints>();
        services.AddSingleton(store);
        services.AddSingleton(new ConsentStoreRegistration(nameof(ReplaceConsentStore)));
        return services;
    }
}
