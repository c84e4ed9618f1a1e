using System.Collections.Concurrent;

namespace Consent.Storage.Sqlite;

/// <summary>Connections for reading: as many as there are readers at one time. Readers never wait for the writer.</summary>
internal sealed class Readers(Func<Connection> open) : IDisposable
{
    private readonly ConcurrentBag<Connection> _idle = [];
    private volatile bool _isDisposed;

    /// <summary>Reads within one transaction: all of it from one instant.</summary>
    public T Read<T>(Func<Connection, T> read)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(SqliteConsentStore));
        var connection = _idle.TryTake(out var idle) ? idle : open();
        try
        {
            connection["BEGIN"].Run();
            var result = read(connection);
            connection["COMMIT"].Run();
            _idle.Add(connection);
            connection = null;
            return result;
        }
        finally
        {
            // After trouble, nobody knows what state its statements are in.
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
