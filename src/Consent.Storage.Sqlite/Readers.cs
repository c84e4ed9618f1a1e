using System.Collections.Concurrent;

namespace Consent.Storage.Sqlite;

/// <summary>Connections for reading: as many as there are readers at one time. Readers never wait for the writer.</summary>
internal sealed class Readers(Func<Connection> open, WriterContext context) : IDisposable
{
    private readonly ConcurrentBag<Connection> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>Reads within one transaction: all of it from one instant, at which the log is not shorter than this process has seen it.</summary>
    public T Read<T>(Func<Connection, T> read) => Read((connection, _) => read(connection), isNew: false);

    /// <summary>As above; with the log's head.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="isNew">Whether over a new connection, which finds the file that has the name now, and not one that another took the place of.</param>
    public T Read<T>(Func<Connection, Head, T> read, bool isNew) => Lend(
        (connection, before) =>
        {
            connection["BEGIN"].Run();
            var result = read(connection, Head.Read(connection, context, before));
            connection["COMMIT"].Run();
            return result;
        },
        isNew);

    /// <summary>Reads with one statement, which by itself sees one instant and brings the head along.</summary>
    /// <param name="read">Reads; told what was known of the head before.</param>
    public T ReadOnce<T>(Func<Connection, SeenHead, T> read) => Lend(read, isNew: false);

    /// <summary>Uses a new connection outside of a transaction, to the file that has the name now, whose log is not shorter than this process has seen it.</summary>
    public void UseNew(Action<Connection> use) => Lend(
        (connection, before) =>
        {
            Head.Read(connection, context, before);
            use(connection);
            return true;
        },
        isNew: true);

    private T Lend<T>(Func<Connection, SeenHead, T> use, bool isNew)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(SqliteConsentStore));
        var before = context.Watch.Greatest;
        var connection = !isNew && _idle.TryTake(out var idle) ? idle : open();
        try
        {
            var result = use(connection, before);
            if (!isNew)
            {
                _idle.Add(connection);
                connection = null;
            }

            return result;
        }
        finally
        {
            // One more each time would be kept for ever; and after trouble, nobody knows what state its statements are in.
            connection?.Dispose();
            if (_isDisposed)
            {
                Dispose();
            }
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }
}
