namespace Consent.Storage.Sqlite;

/// <summary>Keeps contacts' wrapped keys in a SQLite file of their own.</summary>
internal sealed class SqliteKeyStore : IContactKeyStore, IDisposable
{
    private const int SchemaVersion = 1;
    private const int PageLength = 500;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Connection _connection;
    private readonly SqliteStoreOptions _options;

    public SqliteKeyStore(Connection connection, SqliteStoreOptions options)
    {
        _connection = connection;
        _options = options;
        Migration.Run(connection, "keys", SchemaVersion);
    }

    public async ValueTask AddAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken) =>
        await WriteAsync("INSERT OR IGNORE INTO contact_key VALUES (?1, ?2)", keys, cancellationToken).ConfigureAwait(false);

    public async ValueTask ReplaceAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken) =>
        await WriteAsync("UPDATE contact_key SET wrapped = ?2 WHERE handle = ?1", keys, cancellationToken).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<WrappedKey>> FindAsync(IReadOnlyList<Guid> handles, CancellationToken cancellationToken) =>
        TurnAsync<IReadOnlyList<WrappedKey>>(
            () =>
            {
                var found = new List<WrappedKey>(handles.Count);
                foreach (var handle in handles)
                {
                    var row = _connection["SELECT wrapped FROM contact_key WHERE handle = ?1"].Bind(1, handle);
                    if (row.Next())
                    {
                        found.Add(new(handle, row.Bytes(0).ToArray()));
                        row.Reset();
                    }
                }

                return new(found);
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<WrappedKey>> PageAsync(Guid after, CancellationToken cancellationToken) =>
        TurnAsync<IReadOnlyList<WrappedKey>>(
            () =>
            {
                var page = new List<WrappedKey>(PageLength);
                var rows = _connection["SELECT handle, wrapped FROM contact_key WHERE handle > ?1 ORDER BY handle LIMIT ?2"].Bind(1, after).Bind(2, PageLength);
                while (rows.Next())
                {
                    page.Add(new(rows.Guid(0), rows.Bytes(1).ToArray()));
                }

                return new(page);
            },
            cancellationToken);

    public async ValueTask RemoveAsync(IReadOnlyList<Guid> handles, CancellationToken cancellationToken) =>
        await TurnAsync(
            async () =>
            {
                _connection["BEGIN IMMEDIATE"].Run();
                foreach (var handle in handles)
                {
                    _connection["DELETE FROM contact_key WHERE handle = ?1"].Bind(1, handle).Run();
                }

                _connection["COMMIT"].Run();
                await FileCleaner.WipeAsync(_connection, _options.CompactAfterErasure, _options.BusyTimeout).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    public void Dispose()
    {
        _turn.Dispose();
        _connection.Dispose();
    }

    private async ValueTask WriteAsync(string sql, IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken) =>
        await TurnAsync(
            () =>
            {
                _connection["BEGIN IMMEDIATE"].Run();
                foreach (var key in keys)
                {
                    _connection[sql].Bind(1, key.Handle).Bind(2, key.Bytes.Span).Run();
                }

                _connection["COMMIT"].Run();
                return new ValueTask<bool>(true);
            },
            cancellationToken).ConfigureAwait(false);

    private async ValueTask<T> TurnAsync<T>(Func<ValueTask<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _connection.Rollback();
            _turn.Release();
        }
    }
}
