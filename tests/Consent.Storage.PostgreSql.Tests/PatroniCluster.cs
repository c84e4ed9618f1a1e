using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Two servers under Patroni and etcd, with <c>synchronous_mode</c>: throw-away, each on a port of its own.</summary>
internal sealed class PatroniCluster : IAsyncDisposable
{
    private static readonly string[] s_names = ["one", "two"];

    private readonly string _folder = Directory.CreateTempSubdirectory("cpa-").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly Dictionary<string, Process> _nodes = [];
    private readonly Dictionary<string, (int Port, int Api)> _ports = s_names.ToDictionary(n => n, _ => (FreePort(), FreePort()));
    private readonly int _etcdPort = FreePort();
    private Process? _etcd;

    private PatroniCluster()
    {
    }

    /// <summary>Both of them: whichever is the primary.</summary>
    public string ConnectionString => $"Host={string.Join(',', s_names.Select(n => $"127.0.0.1:{_ports[n].Port}"))};Username=postgres;Database=postgres;Maximum Pool Size=20";

    /// <summary>Where the programs are; <see langword="null"/>: they are not all there.</summary>
    private static (string Patroni, string Etcd, string Postgres)? Programs =>
        Find("patroni") is { } patroni && Find("etcd") is { } etcd && PostgreSqlServer.FindBinaries() is { } postgres ? (patroni, etcd, postgres) : null;

    /// <summary>Starts them, and waits for a primary that waits for the other. Skips the test unless <c>CONSENT_PATRONI=1</c> and the programs are there.</summary>
    public static async Task<PatroniCluster> StartAsync()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CONSENT_PATRONI") is "1", "Long: set CONSENT_PATRONI=1.");
        Assert.SkipUnless(Programs is not null, "There is no Patroni or no etcd: install Debian's packages patroni and etcd-server.");
        var cluster = new PatroniCluster();
        try
        {
            await cluster.BeginAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private async Task BeginAsync()
    {
        var url = $"http://127.0.0.1:{_etcdPort}";
        var peer = $"http://127.0.0.1:{FreePort()}";
        foreach (var name in s_names)
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
            await File.WriteAllTextAsync(SettingsOf(name), Settings(name), Some.Stop);
        }

        if (Environment.UserName == "root")
        {
            using var owning = Process.Start("chown", ["-R", "postgres", _folder]);
            await owning.WaitForExitAsync(Some.Stop);
        }

        _etcd = Run("etcd", Programs!.Value.Etcd, "--data-dir", Path.Combine(_folder, "etcd"), "--listen-client-urls", url, "--advertise-client-urls", url, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", $"default={peer}");
        Start("one");
        await UntilAsync("one", "primary");
        Start("two");
        await UntilAsync("two", "synchronous");
    }

    /// <summary>Which one is the primary.</summary>
    public async Task<string> PrimaryAsync()
    {
        while (true)
        {
            foreach (var name in s_names)
            {
                if (await IsAsync(name, "primary"))
                {
                    return name;
                }
            }

            await Task.Delay(50, Some.Stop);
        }
    }

    /// <summary>Kills a node with all of its processes, as when the machine is gone.</summary>
    public void Kill(string name)
    {
        _nodes[name].Kill();
        var postmaster = File.ReadLines(Path.Combine(DataOf(name), "postmaster.pid")).First();
        List<string> all = [postmaster, .. File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        using var kill = Process.Start("/bin/sh", ["-c", "kill -s KILL \"$@\" || true", "kill", .. all]);
        kill.WaitForExit();
        // Where nobody reaps orphans, the next start would take the dead one for alive.
        File.Delete(Path.Combine(DataOf(name), "postmaster.pid"));
    }

    /// <summary>Starts a node, for the first time or again.</summary>
    public void Start(string name) => _nodes[name] = Run(name, Programs!.Value.Patroni, SettingsOf(name));

    /// <summary>Waits until a node is what Patroni calls <c>primary</c>, <c>replica</c> or <c>synchronous</c>.</summary>
    public async Task UntilAsync(string name, string state)
    {
        while (!await IsAsync(name, state))
        {
            await Task.Delay(100, Some.Stop);
        }
    }

    /// <summary>Asks one node.</summary>
    public Task<object?> ExecuteAsync(string name, string sql) =>
        PostgreSqlServer.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_ports[name].Port};Username=postgres;Database=postgres"), sql);

    public async ValueTask DisposeAsync()
    {
        // Patroni stops its server when it is asked to end.
        foreach (var node in _nodes.Values.Where(n => !n.HasExited))
        {
            using var term = Process.Start("kill", [node.Id.ToString(CultureInfo.InvariantCulture)]);
            await term.WaitForExitAsync();
        }

        foreach (var node in _nodes.Values)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await node.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            node.Dispose();
        }

        _etcd?.Kill();
        _etcd?.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string DataOf(string name) => Path.Combine(_folder, name, "data");

    private string SettingsOf(string name) => Path.Combine(_folder, name, "patroni.yml");

    private async Task<bool> IsAsync(string name, string state)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{_ports[name].Api}/{state}"), Some.Stop);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception nobody) when (nobody is HttpRequestException || (nobody is TaskCanceledException && !Some.Stop.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>As the servers' owner; what it says goes to a file.</summary>
    private Process Run(string name, string program, params string[] arguments)
    {
        string[] asOwner = Environment.UserName == "root" ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"] : [];
        return Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "log=$0; exec \"$@\" >>\"$log\" 2>&1", Path.Combine(_folder, $"{name}.log"), .. asOwner, program, .. arguments]) { WorkingDirectory = "/" })!;
    }

    private string Settings(string name) =>
        $$"""
        scope: consent
        name: {{name}}
        restapi: {listen: '127.0.0.1:{{_ports[name].Api}}', connect_address: '127.0.0.1:{{_ports[name].Api}}'}
        etcd3: {hosts: '127.0.0.1:{{_etcdPort}}'}
        bootstrap:
          dcs:
            ttl: 20
            loop_wait: 2
            retry_timeout: 5
            synchronous_mode: true
            postgresql: {use_pg_rewind: true}
          initdb: [{encoding: UTF8}, {locale: C}, no-sync, data-checksums]
        postgresql:
          listen: 127.0.0.1:{{_ports[name].Port}}
          connect_address: 127.0.0.1:{{_ports[name].Port}}
          data_dir: {{DataOf(name)}}
          bin_dir: {{Programs!.Value.Postgres}}
          pgpass: {{Path.Combine(_folder, name, "pgpass")}}
          parameters: {unix_socket_directories: '{{Path.Combine(_folder, name)}}', fsync: 'off', max_connections: 100}
          pg_hba: [host all all 127.0.0.1/32 trust, host replication all 127.0.0.1/32 trust, local all all trust]
          authentication:
            replication: {username: repl, password: x}
            superuser: {username: postgres, password: x}
            rewind: {username: rw, password: x}

        """;
}
