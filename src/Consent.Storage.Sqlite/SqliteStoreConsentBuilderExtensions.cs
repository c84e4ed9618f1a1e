using Consent.Storage;
using Consent.Storage.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the store in a SQLite file.</summary>
public static class SqliteStoreConsentBuilderExtensions
{
    /// <summary>Keeps consents and audit log in a SQLite file of this machine.</summary>
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
        return builder.UseStore(nameof(UseSqliteStore), _ => new SqliteConsentStore(given));
    }
}
