using Microsoft.Extensions.DependencyInjection;

namespace Consent.Storage;

/// <summary>What <c>AddConsentTracking()</c> returns: a store is chosen on it with <c>Use…Store(…)</c>. Exactly one.</summary>
public sealed class ConsentBuilder
{
    /// <summary>A builder over a host's services.</summary>
    public ConsentBuilder(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        Services = services;
    }

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Registers a store, for adapters' own <c>Use…Store</c> methods. Registering two is an error that the start-up reports.</summary>
    /// <param name="name">The method that the host wrote, for the error message: <c>UseSqliteStore</c>.</param>
    /// <param name="create">Makes the store; it lives as long as the host.</param>
    /// <param name="keysFolder">Where a durable store keeps what must not lie in its database. A host that names neither signer nor sink has its signing key and its checkpoints there.</param>
    public ConsentBuilder UseStore(string name, Func<IServiceProvider, IConsentStore> create, string? keysFolder = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(create);
        Services.AddSingleton(create);
        Services.AddSingleton(new ConsentStoreRegistration(name) { KeysFolder = keysFolder });
        return this;
    }

    /// <summary>Gives a store the name by which the host's configuration may choose it (<c>AddConsent</c>), for adapters' own methods. Nothing is chosen or opened.</summary>
    /// <param name="name">The name: <c>Sqlite</c>.</param>
    /// <param name="choose">Reads the settings below the name and calls the adapter's own <c>Use…Store</c> on the builder that it gets. An <see cref="ArgumentException"/> is told with the section's name.</param>
    public ConsentBuilder NameStore(string name, Action<ConsentSettings, ConsentBuilder> choose)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(choose);
        Services.AddSingleton(new NamedStore(name, choose));
        return this;
    }
}
