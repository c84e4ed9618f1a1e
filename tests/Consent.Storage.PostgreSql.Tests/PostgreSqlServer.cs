using System.Diagnostics;
using Consent.Storage.PostgreSql.Tests;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgreSqlServer.End))]

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>A PostgreSQL server of the tests' own, on a socket in a temporary folder; or one that the environment names.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Variable = "CONSENT_POSTGRES";
    private const string BinariesVariable = "CONSENT_POSTGRES_BINARIES";
    private static readonly Lazy<Task<PostgreSqlServer?>> s_shared = new(() => Task.Run(SharedOrNullAsync));

    private readonly string? _binaries;
    private readonly string? _folder;
    private readonly string _settings;

    private PostgreSqlServer(string connectionString, string? binaries = null, string? folder = null, string settings = "")
    {
        ConnectionString = connectionString;
        _binaries = binaries;
        _folder = folder;
        _settings = settings;
    }

    /// <summary>A superuser's.</summary>
    public string ConnectionString { get; }

    private string PidFile => Path.Combine(DataFolder!, "postmaster.pid");

    private string Postmaster => File.ReadLines(PidFile).First();

    private string Sockets => Path.Combine(_folder!, "s");

    /// <summary>Where the server's files are; <see langword="null"/> when it is not the tests' own.</summary>
    public string? DataFolder => _folder is null ? null : Path.Combine(_folder, "data");

    /// <summary>The one that tests share: it does not wait for the disk. Skips the test when there is none; where CI says that it is CI, that is a failure.</summary>
    public static async Task<PostgreSqlServer> SharedAsync()
    {
        var server = await s_shared.Value;
        SkipUnless(server is not null);
        return server!;
    }

    /// <summary>One for the test alone, which can be stopped and killed.</summary>
    /// <param name="fsync">Whether it waits for the disk, as a crash test of the machine would need.</param>
    /// <param name="folder">Where to put it; a temporary folder unless said otherwise.</param>
    /// <param name="binaries">Where its programs are; the newest installed ones unless said otherwise.</param>
    public static async Task<PostgreSqlServer> StartAsync(bool fsync, string? folder = null, string? binaries = null)
    {
        binaries ??= FindBinaries();
        SkipUnless(binaries is not null);
        return await StartAsync(binaries!, fsync, folder);
    }

    /// <summary>A standby of this server, which streams from it; also to be stopped, killed and promoted. The server is stopped and started for it, because not every version comes with <c>pg_basebackup</c>.</summary>
    /// <param name="name">What it calls itself: to be put into <c>synchronous_standby_names</c>.</param>
    public async Task<PostgreSqlServer> StandbyAsync(string name)
    {
        var standby = Made(_binaries!, Directory.CreateTempSubdirectory("cpg-").FullName, fsync: false);
        Control("-m", "fast", "stop");
        Run("cp", "-a", DataFolder!, standby.DataFolder!);
        Start();
        await File.WriteAllTextAsync(Path.Combine(standby.DataFolder!, "standby.signal"), "", TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(Path.Combine(standby.DataFolder!, "postgresql.auto.conf"), $"primary_conninfo = 'host={Sockets} user=postgres application_name={name}'\n", TestContext.Current.CancellationToken);
        standby.Start();
        await standby.ExecuteAsync("SELECT 1");
        return standby;
    }

    /// <summary>Makes a primary of a standby.</summary>
    public void Promote() => Control("-w", "promote");

    /// <summary>Another user of the same database, made where there is none.</summary>
    /// <param name="user">A name for this test alone.</param>
    /// <param name="role">The role that it is a member of.</param>
    public async Task<string> AsAsync(string user, string role)
    {
        await ExecuteAsync($"CREATE ROLE {user} LOGIN PASSWORD 'secret' IN ROLE {role}");
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Username = user, Password = "secret" }.ConnectionString;
    }

    public Task<object?> ExecuteAsync(string sql) => ExecuteAsync(ConnectionString, sql);

    public static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return await ExecuteAsync(connection, sql);
    }

    public static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Stops it as a power cut of the server process would: nothing is written any more.</summary>
    public void Kill() => Control("-m", "immediate", "stop");

    /// <summary>Kills all of its processes, as when the machine is gone.</summary>
    public void KillAll()
    {
        Signal("KILL");
        // Where nobody reaps orphans, the next start would take the dead one for alive.
        File.Delete(PidFile);
        File.Delete(Path.Combine(Sockets, ".s.PGSQL.5432.lock"));
    }

    /// <summary>All of its processes stand still, and the connections stay.</summary>
    public void Hang() => Signal("STOP");

    /// <summary>They go on.</summary>
    public void Continue() => Signal("CONT");

    /// <summary>Starts it again.</summary>
    public void Start() => Control("-w", "-l", Path.Combine(_folder!, "log"), "-o", _settings, "start");

    public ValueTask DisposeAsync()
    {
        Remove();
        return ValueTask.CompletedTask;
    }

    private static async Task<PostgreSqlServer?> SharedOrNullAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return new(given);
        }

        if (FindBinaries() is not { } binaries)
        {
            return null;
        }

        var server = await StartAsync(binaries, fsync: false, folder: null);
        // Where the run is broken off and no fixture is disposed of.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Remove();
        return server;
    }

    private static async Task<PostgreSqlServer> StartAsync(string binaries, bool fsync, string? folder)
    {
        var server = Made(binaries, folder ?? Directory.CreateTempSubdirectory("cpg-").FullName, fsync);
        server.RunAsOwner("initdb", "-D", server.DataFolder!, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--no-locale");
        server.Start();
        await server.ExecuteAsync("SELECT 1");
        return server;
    }

    /// <param name="binaries">Where its programs are.</param>
    /// <param name="folder">Short, because a socket's path may have a hundred characters or so.</param>
    /// <param name="fsync">Whether it waits for the disk.</param>
    private static PostgreSqlServer Made(string binaries, string folder, bool fsync)
    {
        var sockets = Directory.CreateDirectory(Path.Combine(folder, "s")).FullName;
        if (Environment.UserName == "root")
        {
            Run("chown", "-R", "postgres", folder);
        }

        var settings = $"-c listen_addresses='' -c unix_socket_directories={sockets} -c max_connections=300 -c max_locks_per_transaction=256 -c wal_retrieve_retry_interval=100ms"
            + (fsync ? "" : " -c fsync=off -c full_page_writes=off -c autovacuum=off");
        return new PostgreSqlServer($"Host={sockets};Username=postgres;Database=postgres;Maximum Pool Size=20;Timeout=60", binaries, folder, settings);
    }

    /// <summary>The folder that the environment names; unless it does, the newest version that Debian has installed, or what the path finds.</summary>
    internal static string? FindBinaries()
    {
        if (Environment.GetEnvironmentVariable(BinariesVariable) is { Length: > 0 } given)
        {
            return given;
        }

        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => d.Length).ThenByDescending(d => d, StringComparer.Ordinal) : Enumerable.Empty<string>();
        var folders = installed.Select(d => Path.Combine(d, "bin")).Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        return folders.FirstOrDefault(f => File.Exists(Path.Combine(f, "initdb")) && File.Exists(Path.Combine(f, "pg_ctl")));
    }

    private static void SkipUnless(bool isThere)
    {
        const string Reason = $"There is no PostgreSQL: install Debian's package postgresql, or name a superuser's connection string in {Variable}.";
        Assert.False(!isThere && string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase), Reason);
        Assert.SkipUnless(isThere, Reason);
    }

    private void Control(params string[] arguments) => RunAsOwner("pg_ctl", ["-D", DataFolder!, .. arguments]);

    /// <summary>The server refuses to run as root.</summary>
    private void RunAsOwner(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries!, program);
        if (Environment.UserName == "root")
        {
            Run("runuser", ["-u", "postgres", "--", path, .. arguments]);
        }
        else
        {
            Run(path, arguments);
        }
    }

    private void Signal(string signal)
    {
        // A child may end meanwhile.
        Run("/bin/sh", ["-c", "kill -s $0 \"$@\" || true", signal, Postmaster, .. File.ReadAllText($"/proc/{Postmaster}/task/{Postmaster}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
    }

    private static void Run(string program, params string[] arguments)
    {
        // The server keeps what it inherits open, so its output must not be a pipe of ours.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments]) { WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{Path.GetFileName(program)} {arguments[0]} ended with {process.ExitCode}.");
    }

    private void Remove()
    {
        if (_folder is null || !Directory.Exists(_folder))
        {
            return;
        }

        if (File.Exists(PidFile))
        {
            Kill();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Removes the shared server when all tests are done.</summary>
    public sealed class End : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (s_shared.IsValueCreated && await s_shared.Value is { } server)
            {
                await server.DisposeAsync();
            }
        }
    }
}
