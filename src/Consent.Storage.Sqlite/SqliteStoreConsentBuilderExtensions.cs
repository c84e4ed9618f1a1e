using Consent.Storage;
using Consent.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the store in a SQLite file.</summary>
public static class SqliteStoreConsentBuilderExtensions
{
    /// <summary>Keeps consents and audit log in a SQLite file of this machine, and in its key directory the journal of erasures and, unless the host says otherwise, the signing key and the published checkpoints.</summary>
    /// <param name="builder">What <c>AddConsentTracking()</c> returned.</param>
    /// <param name="connectionString">The file: <c>Data Source=consents.db</c>. It is made where there is none.</param>
    /// <param name="configure">Sets the other options.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the connection string names no file.</exception>
    public static ConsentBuilder UseSqliteStore(this ConsentBuilder builder, string connectionString, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new SqliteStoreOptions { ConnectionString = connectionString };
        configure?.Invoke(options);
        var given = options.Checked(nameof(connectionString));

        // A host may name another place: JournalErasuresTo.
        builder.Services.TryAddSingleton<IErasureJournal>(_ => new FileErasureJournal(Path.Combine(OpenStore.KeyDirectory(given), "erasures.jsonl")));
        return builder.UseStore(nameof(UseSqliteStore), _ => new SqliteConsentStore(given), OpenStore.KeyDirectory(given));
    }

    /// <summary>Lets the host's configuration choose the store in a SQLite file: <c>"Store": { "Sqlite": { "ConnectionString": "Data Source=consents.db" } }</c>.</summary>
    /// <remarks>Besides it reads <c>KeyDirectory</c>, <c>ErasureJournal</c>, <c>EncryptEntries</c>, <c>WaitForDisk</c>, <c>CompactAfterErasure</c> and <c>BusyTimeout</c>. Paths, that of the database too, are relative to the content root.</remarks>
    /// <param name="builder">What the code of <c>AddConsent</c> gets.</param>
    /// <param name="configure">Sets the other options, over what the configuration says.</param>
    public static ConsentBuilder AddSqlite(this ConsentBuilder builder, Action<SqliteStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.NameStore("Sqlite", (settings, chosen) => ConfiguredSqlite.Choose(settings, chosen, configure));
    }
}
