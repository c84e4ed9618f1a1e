using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Consent.Storage.PostgreSql;

/// <summary>Tells a server that is slow from one that hangs: whoever has waited a while knocks, and goes on waiting if there is an answer. So a hung server is told within 5 s, and a long statement is none.</summary>
internal static class Silence
{
    // Asks whether the server speaks TLS (PostgreSQL, protocol 3.0, SSLRequest). Every server and pooler answers with one byte before it wants to know anything; closing then is in order.
    private static readonly byte[] s_knock = [0, 0, 0, 8, 4, 210, 22, 47];

    /// <summary>After how long it is knocked, and how long an answer to that may take.</summary>
    private static readonly TimeSpan s_while = TimeSpan.FromSeconds(2);

    /// <summary>Waits for what a server was asked.</summary>
    /// <param name="asked">What it was asked; where the server hangs it is left alone, and ends by its own timeouts.</param>
    /// <param name="over">The connection that it was asked over; <see langword="null"/> while there is none, which has a timeout of its own.</param>
    /// <exception cref="TimeoutException">The server hangs, or is out of reach.</exception>
    public static async ValueTask<T> WatchedAsync<T>(Task<T> asked, Func<NpgsqlConnection?> over)
    {
        while (true)
        {
            try
            {
                return await asked.WaitAsync(s_while).ConfigureAwait(false);
            }
            catch (TimeoutException silence) when (!asked.IsCompleted)
            {
                if (over() is { } connection && !await IsAnsweredAsync(connection).ConfigureAwait(false) && !asked.IsCompleted)
                {
                    _ = asked.ContinueWith(late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                    throw new TimeoutException("The PostgreSQL server does not answer.", silence);
                }
            }
        }
    }

    private static async ValueTask<bool> IsAnsweredAsync(NpgsqlConnection connection)
    {
        using var limit = new CancellationTokenSource(s_while);
        try
        {
            if (connection.Host is not { Length: > 0 } host)
            {
                return true;
            }

            var isLocal = host[0] is '/' or '@';
            using var socket = isLocal ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
            EndPoint place = isLocal ? new UnixDomainSocketEndPoint(Path.Combine(host, $".s.PGSQL.{connection.Port}")) : new DnsEndPoint(host, connection.Port);
            await socket.ConnectAsync(place, limit.Token).ConfigureAwait(false);
            await socket.SendAsync(s_knock, limit.Token).ConfigureAwait(false);
            // To close is an answer too.
            await socket.ReceiveAsync(new byte[1], limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception trouble) when (trouble is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }
}
