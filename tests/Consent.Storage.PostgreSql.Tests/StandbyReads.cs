using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Stores that read from a standby.</summary>
internal static class StandbyReads
{
    public static string HostOf(PostgreSqlServer server) => new NpgsqlConnectionStringBuilder(server.ConnectionString).Host!;

    public static PostgreSqlConsentStore Open(Schema schema, string standby, string? primary = null, TimeSpan? patience = null)
    {
        var options = schema.Options;
        var settings = new NpgsqlConnectionStringBuilder(primary ?? options.ConnectionString);
        settings.Remove("Timeout");
        (options.ConnectionString, options.StandbyConnectionString, options.RetryTimeout) = (settings.ConnectionString, standby, patience ?? options.RetryTimeout);
        return new(options);
    }

    /// <summary>Reads until that comes from the standby.</summary>
    public static async Task IsUsedAsync(PostgreSqlConsentStore store)
    {
        for (var before = store.StandbyReads; store.StandbyReads == before;)
        {
            await store.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop);
            await Task.Delay(10, Some.Stop);
        }
    }
}
