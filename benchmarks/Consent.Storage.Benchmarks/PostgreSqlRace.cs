using Consent.Storage.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Consent.Storage.Benchmarks;

/// <summary>PostgreSQL: ours, by hand, EF Core, Marten. In schemas of one database, which are dropped first.</summary>
internal static class PostgreSqlRace
{
    /// <summary>Asks what a commit of a connection waits for.</summary>
    public const string Durability = "SELECT 'synchronous_commit ' || current_setting('synchronous_commit') || ', fsync ' || current_setting('fsync') AS \"Value\"";

    public static async Task RunAsync(string connectionString, Sizes sizes)
    {
        var prepared = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 50, AutoPrepareMinUsages = 2 }.ConnectionString;
        var keys = Directory.CreateTempSubdirectory("consent-benchmark-");
        try
        {
            await DropAsync(connectionString);
            await using var byHand = new RawPostgreSql(prepared);
            // Ours waits for the disk unless the options say otherwise, and whatever the server says.
            var fsync = (await byHand.DurabilityAsync()).Split(", ")[1];
            await using var ours = Ours(prepared, "ours", keys.FullName, fsync, encrypts: true);
            await using var plain = Ours(prepared, "plain", keys.FullName, fsync, encrypts: false);
            await using var ef = new EfCore(options => options.UseNpgsql(prepared), Durability);
            await using var marten = await MartenContender.MakeAsync(prepared);
            var changes = await Race.RunAsync([byHand, ours, plain, ef, marten], sizes);
            Race.PrintStored(changes, await StoredAsync(connectionString));
            await ManyDecisions.RunAsync(ours.Store, sizes.Batch * 10);
            await Race.BatchesAsync(ours, sizes.Batch * 5);
        }
        finally
        {
            keys.Delete(recursive: true);
        }
    }

    /// <summary>By schema; EF Core's is the public one.</summary>
    private static async Task<List<(string Name, long Bytes)>> StoredAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("""
            SELECT replace(n.nspname, '_keys', ''), sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname IN ('by_hand', 'ours', 'ours_keys', 'plain', 'plain_keys', 'public', 'marten') GROUP BY 1 ORDER BY 1
            """);
        var stored = new List<(string, long)>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            stored.Add((rows.GetString(0), rows.GetInt64(1)));
        }

        return stored;
    }

    private static ConsentContender Ours(string connectionString, string schema, string keys, string fsync, bool encrypts)
    {
        var options = new PostgreSqlStoreOptions { ConnectionString = connectionString, Schema = schema, KeyDirectory = Path.Combine(keys, schema), EncryptEntries = encrypts };
        return new(new PostgreSqlConsentStore(options), encrypts ? "Consent" : "Consent, not encrypted", $"synchronous_commit {(options.WaitForDisk ? "on" : "off")}, {fsync}");
    }

    private static async Task DropAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("""
            DROP SCHEMA IF EXISTS ours CASCADE; DROP SCHEMA IF EXISTS ours_keys CASCADE; DROP SCHEMA IF EXISTS plain CASCADE; DROP SCHEMA IF EXISTS plain_keys CASCADE;
            DROP TABLE IF EXISTS "States"; DROP TABLE IF EXISTS "AuditRow";
            """);
        await command.ExecuteNonQueryAsync();
    }
}
