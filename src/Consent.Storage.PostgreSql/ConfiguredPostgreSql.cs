using Microsoft.Extensions.DependencyInjection;

namespace Consent.Storage.PostgreSql;

/// <summary>Reads the store's options from the host's configuration.</summary>
internal static class ConfiguredPostgreSql
{
    public static void Choose(ConsentSettings settings, ConsentBuilder chosen, Action<PostgreSqlStoreOptions>? configure)
    {
        var read = new PostgreSqlStoreOptions();
        var connectionString = settings.Text(nameof(read.ConnectionString));
        var keyDirectory = settings.Required(nameof(read.KeyDirectory), "keys");
        Read(settings, read);
        if (settings.Path("ErasureJournal") is { } journal)
        {
            chosen.Services.AddSingleton<IErasureJournal>(_ => new FileErasureJournal(journal));
        }

        // The host's own data source stands in the code.
        var code = new PostgreSqlStoreOptions();
        configure?.Invoke(code);
        if (connectionString is null && code.DataSource is null && code.ConnectionString.Length == 0)
        {
            _ = settings.Required(nameof(read.ConnectionString), "Host=localhost;Database=crm;Username=crm");
            return;
        }

        if (keyDirectory is not null)
        {
            chosen.UsePostgreSqlStore(connectionString ?? "", settings.PathOf(keyDirectory), options =>
            {
                Read(settings, options);
                configure?.Invoke(options);
            });
        }
    }

    private static void Read(ConsentSettings settings, PostgreSqlStoreOptions options)
    {
        options.AuditorConnectionString = settings.Text(nameof(options.AuditorConnectionString));
        options.StandbyConnectionString = settings.Text(nameof(options.StandbyConnectionString));
        options.EraserConnectionString = settings.Text(nameof(options.EraserConnectionString));
        options.MigratorConnectionString = settings.Text(nameof(options.MigratorConnectionString));
        options.KeysConnectionString = settings.Text(nameof(options.KeysConnectionString));
        options.Schema = settings.Text(nameof(options.Schema)) ?? options.Schema;
        options.EncryptEntries = settings.Flag(nameof(options.EncryptEntries)) ?? options.EncryptEntries;
        options.WaitForDisk = settings.Flag(nameof(options.WaitForDisk)) ?? options.WaitForDisk;
        options.CompactAfterErasure = settings.Flag(nameof(options.CompactAfterErasure)) ?? options.CompactAfterErasure;
        options.RetryTimeout = settings.Span(nameof(options.RetryTimeout)) ?? options.RetryTimeout;
        options.PoolsTransactions = settings.Flag(nameof(options.PoolsTransactions)) ?? options.PoolsTransactions;
    }
}
