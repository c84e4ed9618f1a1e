using System.Diagnostics;
using Npgsql;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Debian's PgBouncer before a server, in transaction mode: each transaction may have another session.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private const string Path = "/usr/sbin/pgbouncer";
    private const int Port = 6432;

    private readonly string _folder;

    private PgBouncer(string folder, string connectionString) => (_folder, ConnectionString) = (folder, connectionString);

    /// <summary>To the server, through it.</summary>
    public string ConnectionString { get; }

    /// <summary>Skips the test when it is not installed; where CI says that it is CI, that is a failure.</summary>
    /// <param name="server">The server.</param>
    /// <param name="sessions">How many sessions of the server all clients share.</param>
    public static async Task<PgBouncer> StartAsync(PostgreSqlServer server, int sessions)
    {
        const string Reason = "There is no PgBouncer: install Debian's package pgbouncer.";
        Assert.False(!File.Exists(Path) && string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), Reason);
        Assert.SkipUnless(File.Exists(Path), Reason);
        Assert.SkipWhen(server.DataFolder is null, "PgBouncer stands before the tests' own server only.");

        var folder = Directory.CreateTempSubdirectory("cpb-").FullName;
        var settings = System.IO.Path.Combine(folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(
            settings,
            $"""
            [databases]
            * = host={new NpgsqlConnectionStringBuilder(server.ConnectionString).Host} user=postgres
            [pgbouncer]
            pool_mode = transaction
            default_pool_size = {sessions}
            auth_type = any
            listen_port = {Port}
            unix_socket_dir = {folder}
            logfile = {folder}/log
            pidfile = {folder}/pid

            """,
            Some.Stop);
        if (Environment.UserName == "root")
        {
            Run("chown", "-R", "postgres", folder);
            Run("runuser", "-u", "postgres", "--", Path, "-q", "-d", settings);
        }
        else
        {
            Run(Path, "-q", "-d", settings);
        }

        var pooler = new PgBouncer(folder, new NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = folder, Port = Port, MaxAutoPrepare = 0, NoResetOnClose = true }.ConnectionString);
        while (!File.Exists(System.IO.Path.Combine(folder, $".s.PGSQL.{Port}")))
        {
            await Task.Delay(5, Some.Stop);
        }

        return pooler;
    }

    public ValueTask DisposeAsync()
    {
        Run("kill", File.ReadAllText(System.IO.Path.Combine(_folder, "pid")).Trim());
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static void Run(string program, params string[] arguments)
    {
        // It goes on in the background, so its output must not be a pipe of ours.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments]) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}.");
    }
}
