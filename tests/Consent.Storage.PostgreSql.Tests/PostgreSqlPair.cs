using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>A primary and a standby that streams from it, for one test.</summary>
public sealed class PostgreSqlPair : IAsyncDisposable
{
    private const string Name = "standby";

    private PostgreSqlPair(PostgreSqlServer primary, PostgreSqlServer standby) => (Primary, Standby) = (primary, standby);

    public PostgreSqlServer Primary { get; }

    public PostgreSqlServer Standby { get; }

    /// <summary>Both of them: whichever is the primary.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(Primary.ConnectionString)
    {
        Host = $"{new NpgsqlConnectionStringBuilder(Primary.ConnectionString).Host},{new NpgsqlConnectionStringBuilder(Standby.ConnectionString).Host}",
    }.ConnectionString;

    /// <param name="isSynchronous">Whether commits wait until the standby has them on its disk.</param>
    public static async Task<PostgreSqlPair> StartAsync(bool isSynchronous)
    {
        var primary = await PostgreSqlServer.StartAsync(fsync: false);
        var standby = await primary.StandbyAsync(Name);
        if (isSynchronous)
        {
            await primary.ExecuteAsync($"ALTER SYSTEM SET synchronous_standby_names = '{Name}'");
            await primary.ExecuteAsync("SELECT pg_reload_conf()");
            while (await primary.ExecuteAsync($"SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") is not 1L)
            {
                await Task.Delay(5, Some.Stop);
            }
        }

        return new(primary, standby);
    }

    /// <summary>Waits until the standby has what the primary has.</summary>
    public async Task CaughtUpAsync()
    {
        var written = await Primary.ExecuteAsync("SELECT pg_current_wal_flush_lsn()::text");
        while (await Standby.ExecuteAsync($"SELECT pg_last_wal_replay_lsn() >= '{written}'") is not true)
        {
            await Task.Delay(5, Some.Stop);
        }
    }

    /// <summary>From now on the standby gets nothing any more.</summary>
    public async Task DetachAsync()
    {
        await Standby.ExecuteAsync("ALTER SYSTEM SET primary_conninfo = ''");
        await Standby.ExecuteAsync("SELECT pg_reload_conf()");
        while (await Primary.ExecuteAsync("SELECT count(*) FROM pg_stat_replication") is not 0L)
        {
            await Task.Delay(5, Some.Stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Standby.DisposeAsync();
        await Primary.DisposeAsync();
    }
}
