using Consent.Storage.PostgreSql.Tests;

namespace Consent.Crash.Tests;

public sealed class PostgreSqlCrashTests : IDisposable
{
    private const string Active = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid()";

    private readonly string _keys = Directory.CreateTempSubdirectory("consent-crash-").FullName;
    private int _stores;
    private int _serverKills;

    public void Dispose() => Directory.Delete(_keys, recursive: true);

    [Fact]
    public async Task A_killed_writer_and_a_killed_server_lose_nothing_that_was_acknowledged_and_leave_nothing_half_written()
    {
        await using var server = await PostgreSqlServer.StartAsync(fsync: true);
        var run = new CrashRun(CrashRun.KillsOr(6)) { Hosts = 2, Meanwhile = random => KillNowAndThenAsync(server, random), Settled = () => SettledAsync(server) };
        await run.RunAsync(() => ValueTask.FromResult($"postgres:s{++_stores}|{_keys}|{server.ConnectionString}"));
        TestContext.Current.TestOutputHelper!.WriteLine($"The server was killed {_serverKills} times while a writer went on.");
    }

    private async Task KillNowAndThenAsync(PostgreSqlServer server, Random random)
    {
        if (random.Next(2) == 0)
        {
            _serverKills++;
            server.Kill();
            await Task.Delay(random.Next(300), TestContext.Current.CancellationToken);
            server.Start();
        }
    }

    /// <summary>The server may still be at what a writer sent before it was killed.</summary>
    private static async Task SettledAsync(PostgreSqlServer server)
    {
        while (await server.ExecuteAsync(Active) is not 0L)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
