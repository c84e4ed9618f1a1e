using Consent.Storage;
using Consent.Storage.PostgreSql;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the store in a PostgreSQL database.</summary>
public static class PostgreSqlStoreConsentBuilderExtensions
{
    /// <summary>Keeps consents and audit log in a PostgreSQL database, which any number of processes may share.</summary>
    /// <param name="builder">What <c>AddConsentTracking()</c> returned.</param>
    /// <param name="connectionString">The database: <c>Host=localhost;Database=crm;Username=crm</c>. The schema is made where there is none.</param>
    /// <param name="keyDirectory">Where the key that wraps contacts' keys is, the erasure journal and, unless the host says otherwise, the signing key and the published checkpoints: not in the database, nor in its backups.</param>
    /// <param name="configure">Sets the other options.</param>
    /// <exception cref="ArgumentException">An option is out of range, or a connection string is malformed.</exception>
    public static ConsentBuilder UsePostgreSqlStore(this ConsentBuilder builder, string connectionString, string keyDirectory, Action<PostgreSqlStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new PostgreSqlStoreOptions { ConnectionString = connectionString, KeyDirectory = keyDirectory };
        configure?.Invoke(options);
        var given = options.Checked(nameof(connectionString));

        // A host may name another place: JournalErasuresTo.
        builder.Services.TryAddSingleton<IErasureJournal>(_ => new FileErasureJournal(Path.Combine(given.KeyDirectory, "erasures.jsonl")));
        return builder.UseStore(nameof(UsePostgreSqlStore), _ => new PostgreSqlConsentStore(given), given.KeyDirectory);
    }

    /// <summary>Lets the host's configuration choose the store in a PostgreSQL database: <c>"Store": { "PostgreSql": { "ConnectionString": "Host=localhost;Database=crm;Username=crm", "KeyDirectory": "keys" } }</c>.</summary>
    /// <remarks>Besides it reads <c>ErasureJournal</c> and the options of <see cref="PostgreSqlStoreOptions"/> by their names. Paths are relative to the content root.</remarks>
    /// <param name="builder">What the code of <c>AddConsent</c> gets.</param>
    /// <param name="configure">Sets the other options, over what the configuration says.</param>
    public static ConsentBuilder AddPostgreSql(this ConsentBuilder builder, Action<PostgreSqlStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.NameStore("PostgreSql", (settings, chosen) => ConfiguredPostgreSql.Choose(settings, chosen, configure));
    }
}
