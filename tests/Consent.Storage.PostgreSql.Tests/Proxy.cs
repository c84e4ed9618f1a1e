using System.Net.Sockets;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Stands between a store and the server, and cuts the connection at the worst moment.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private static readonly byte[] s_commit = "COMMIT\0"u8.ToArray();

    private readonly TemporaryFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint _server;
    private readonly Task _loop;
    private volatile Cut _next;

    public Proxy(PostgreSqlServer server)
    {
        _server = new(Path.Combine(Host(server.ConnectionString), ".s.PGSQL.5432"));
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder.Path, ".s.PGSQL.5432")));
        _listener.Listen();
        ConnectionString = new Npgsql.NpgsqlConnectionStringBuilder(server.ConnectionString) { Host = _folder.Path }.ConnectionString;
        _loop = Task.Run(AcceptAsync);
    }

    /// <summary>What to cut next, once.</summary>
    internal enum Cut
    {
        Nothing,

        /// <summary>The commit itself: the server never hears of it.</summary>
        Commit,

        /// <summary>The answer to it: the server has committed, and nobody is told.</summary>
        Answer,
    }

    public string ConnectionString { get; }

    public int Cuts { get; private set; }

    public void CutNext(Cut what) => _next = what;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _loop;
        _folder.Dispose();
    }

    private static string Host(string connectionString) => new Npgsql.NpgsqlConnectionStringBuilder(connectionString).Host!;

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync();
                var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await server.ConnectAsync(_server);
                _ = PumpAsync(client, server, Cut.Commit);
                _ = PumpAsync(server, client, Cut.Answer);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Cut cut)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                if (_next == cut && buffer.AsSpan(0, length).IndexOf(s_commit) >= 0)
                {
                    _next = Cut.Nothing;
                    Cuts++;
                    break;
                }

                await to.SendAsync(buffer.AsMemory(0, length));
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The other side ended it.
        }

        from.Dispose();
        to.Dispose();
    }
}
