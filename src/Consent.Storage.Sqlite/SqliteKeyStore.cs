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
        connection.WatchLog();
    }

    /// <summary>The file is the one that has the name: keys in another nobody will ever find again, nor what is sealed under them; and one that an erasure removes from it stays where it was put back.</summary>
    /// <exception cref="ConsentStoreException">It, or its write-ahead log, was deleted or renamed, or another took its name.</exception>
    public void DemandInPlace()
    {
        if (_connection.HasMoved)
        {
            throw new ConsentStoreException(
                "The file of the contacts' keys, or its write-ahead log, was deleted or renamed, or another took its name, while this process had it open: no key is kept in, or removed from, a file that nobody finds again. Bring it back, end this process in good order, and start it again.");
        }
    }

    public async ValueTask AddAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken) =>
        await WriteAsync("INSERT OR IGNORE INTO contact_key VALUES (?1, ?2)", keys, isThere: true, cancellationToken).ConfigureAwait(false);

    public async ValueTask ReplaceAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken) =>
        await WriteAsync("UPDATE contact_key SET wrapped = ?2 WHERE handle = ?1", keys, isThere: false, cancellationToken).ConfigureAwait(false);

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
                    Change(_connection["DELETE FROM contact_key WHERE handle = ?1"].Bind(1, handle), handle, isThere: false);
                }

                DemandInPlace();
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

    /// <param name="sql">Writes one.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="isThere">Whether one of which nothing was written has to be there already; else it has to be nowhere.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    private async ValueTask WriteAsync(string sql, IReadOnlyList<WrappedKey> keys, bool isThere, CancellationToken cancellationToken) =>
        await TurnAsync(
            () =>
            {
                _connection["BEGIN IMMEDIATE"].Run();
                foreach (var key in keys)
                {
                    Change(_connection[sql].Bind(1, key.Handle).Bind(2, key.Bytes.Span), key.Handle, isThere);
                }

                DemandInPlace();
                _connection["COMMIT"].Run();
                return new ValueTask<bool>(true);
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>One key; a statement that changed nothing is right only if there was nothing for it to do.</summary>
    private void Change(Statement statement, Guid handle, bool isThere)
    {
        if (statement.Changed() > 0)
        {
            return;
        }

        var row = _connection["SELECT wrapped FROM contact_key WHERE handle = ?1"].Bind(1, handle);
        var found = row.Next();
        row.Reset();
        if (found != isThere)
        {
            throw Trouble.NotTaken();
        }
    }

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
