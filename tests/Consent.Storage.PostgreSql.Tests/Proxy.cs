using System.Net.Sockets;

namespace Consent.Storage.PostgreSql.Tests;

/// <summary>Stands between a store and the server, and cuts the connection at the worst moment.</summary>
internal sealed class Proxy : IAsyncDisposable
{
    private static readonly byte[] s_commit = "COMMIT\0"u8.ToArray();
    private static readonly byte[] s_oneChange = "WITH locked AS"u8.ToArray();

    private readonly TemporaryFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly UnixDomainSocketEndPoint _server;
    private readonly Task _loop;
    private volatile Cut _next;
    private volatile bool _isAnswer;
    private volatile bool _isSilent;

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

        /// <summary>A change that is written in one journey: the server never hears of it.</summary>
        OneChange,

        /// <summary>The answer to that.</summary>
        OneChangeAnswer,
    }

    public string ConnectionString { get; }

    /// <summary>Whether it swallows everything that comes, and nobody hears of it; connections stay, and new ones are accepted.</summary>
    public bool IsSilent
    {
        get => _isSilent;
        set => _isSilent = value;
    }

    public int Cuts { get; private set; }

    public void CutNext(Cut what) => _next = what;

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _loop;
        _folder.Dispose();
    }

    private static string Host(string connectionString) => new Npgsql.NpgsqlConnectionStringBuilder(connectionString).Host!;

    private bool CutsRequest(ReadOnlySpan<byte> bytes)
    {
        var isOneChange = bytes.IndexOf(s_oneChange) >= 0;
        _isAnswer |= isOneChange && _next == Cut.OneChangeAnswer;
        return (isOneChange && _next == Cut.OneChange) || (_next == Cut.Commit && bytes.IndexOf(s_commit) >= 0);
    }

    private bool CutsAnswer(ReadOnlySpan<byte> bytes)
    {
        var isAnswer = _isAnswer;
        _isAnswer = false;
        return isAnswer || (_next == Cut.Answer && bytes.IndexOf(s_commit) >= 0);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync();
                var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await server.ConnectAsync(_server);
                _ = PumpAsync(client, server, CutsRequest);
                _ = PumpAsync(server, client, CutsAnswer);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Func<ReadOnlySpan<byte>, bool> cuts)
    {
        var buffer = new byte[1 << 16];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var length)
            {
                if (cuts(buffer.AsSpan(0, length)))
                {
                    _next = Cut.Nothing;
                    Cuts++;
                    break;
                }

                if (_isSilent)
                {
                    continue;
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
