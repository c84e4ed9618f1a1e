using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Consent.Storage.Sqlite;

/// <summary>Reads the store's options from the host's configuration.</summary>
internal static class ConfiguredSqlite
{
    public static void Choose(ConsentSettings settings, ConsentBuilder chosen, Action<SqliteStoreOptions>? configure)
    {
        Read(settings, new());
        var connectionString = settings.Required(nameof(SqliteStoreOptions.ConnectionString), "Data Source=consents.db");
        if (settings.Path("ErasureJournal") is { } journal)
        {
            chosen.Services.AddSingleton<IErasureJournal>(_ => new FileErasureJournal(journal));
        }

        if (connectionString is null)
        {
            return;
        }

        chosen.UseSqliteStore(FromContentRoot(connectionString, settings), options =>
        {
            Read(settings, options);
            configure?.Invoke(options);
        });
    }

    private static void Read(ConsentSettings settings, SqliteStoreOptions options)
    {
        options.KeyDirectory = settings.Path(nameof(options.KeyDirectory));
        options.EncryptEntries = settings.Flag(nameof(options.EncryptEntries)) ?? options.EncryptEntries;
        options.WaitForDisk = settings.Flag(nameof(options.WaitForDisk)) ?? options.WaitForDisk;
        options.CompactAfterErasure = settings.Flag(nameof(options.CompactAfterErasure)) ?? options.CompactAfterErasure;
        options.BusyTimeout = settings.Span(nameof(options.BusyTimeout)) ?? options.BusyTimeout;
    }

    /// <summary>The same with the whole path of the file: a service does not run where its files are.</summary>
    private static string FromContentRoot(string connectionString, ConsentSettings settings)
    {
        var parts = new SqliteConnectionStringBuilder(connectionString);
        if (parts is { DataSource: not ("" or ":memory:"), Mode: not SqliteOpenMode.Memory } && !parts.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && !parts.DataSource.StartsWith('|'))
        {
            parts.DataSource = settings.PathOf(parts.DataSource);
        }

        return parts.ToString();
    }
}
