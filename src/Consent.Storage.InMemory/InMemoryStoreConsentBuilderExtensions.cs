using Consent.Storage;
using Consent.Storage.InMemory;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the store in memory.</summary>
public static class InMemoryStoreConsentBuilderExtensions
{
    /// <summary>Keeps consents and audit log in this process's memory, from its start to its end: for tests and trials.</summary>
    public static ConsentBuilder UseInMemoryStore(this ConsentBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseStore(nameof(UseInMemoryStore), static _ => new InMemoryConsentStore());
    }

    /// <summary>Lets the host's configuration choose the store in memory: <c>"Store": { "InMemory": true }</c>.</summary>
    public static ConsentBuilder AddInMemory(this ConsentBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.NameStore("InMemory", static (_, chosen) => chosen.UseInMemoryStore());
    }
}
