namespace Consent.Storage.Sqlite;

/// <summary>Keeps the pages of contacts' wrapped keys in a SQLite file of their own.</summary>
internal sealed class SqliteKeyStore : IContactKeyStore, IDisposable
{
    private const int SchemaVersion = 1;
    private const int Scanned = 64;

    private const string Find = "SELECT wrapped FROM key_page WHERE page = ?1";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Connection _connection;
    private readonly SqliteStoreOptions _options;
    private readonly CompactionTurn _compacting;

    public SqliteKeyStore(Connection connection, SqliteStoreOptions options, CompactionTurn compacting)
    {
        _connection = connection;
        _options = options;
        _compacting = compacting;
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

    public ValueTask<bool> AddAsync(IReadOnlyList<WrappedKeyPage> pages, WrappedKeyPage? beside, CancellationToken cancellationToken) =>
        WriteAsync(
            () =>
            {
                if (beside is not null && !Is(beside))
                {
                    return false;
                }

                foreach (var page in pages)
                {
                    if (_connection["INSERT OR IGNORE INTO key_page VALUES (?1, ?2)"].Bind(1, page.Name).Bind(2, page.Bytes.Span).Changed() == 0 && Wrapped(page.Name) is null)
                    {
                        throw Trouble.NotTaken();
                    }
                }

                return true;
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<WrappedKeyPage>> FindAsync(IReadOnlyList<Guid> names, CancellationToken cancellationToken) =>
        TurnAsync<IReadOnlyList<WrappedKeyPage>>(
            () =>
            {
                var found = new List<WrappedKeyPage>(names.Count);
                foreach (var name in names)
                {
                    if (Wrapped(name) is { } wrapped)
                    {
                        found.Add(new(name, wrapped));
                    }
                }

                return new(found);
            },
            cancellationToken);

    public ValueTask<IReadOnlyList<WrappedKeyPage>> ScanAsync(Guid after, CancellationToken cancellationToken) =>
        TurnAsync<IReadOnlyList<WrappedKeyPage>>(
            () =>
            {
                var found = new List<WrappedKeyPage>(Scanned);
                var rows = _connection["SELECT page, wrapped FROM key_page WHERE page > ?1 ORDER BY page LIMIT ?2"].Bind(1, after).Bind(2, Scanned);
                while (rows.Next())
                {
                    found.Add(new(rows.Guid(0), rows.Bytes(1).ToArray()));
                }

                return new(found);
            },
            cancellationToken);

    public ValueTask<IReadOnlySet<Guid>> ReplaceAsync(IReadOnlyList<WrappedKeyPage> read, IReadOnlyList<WrappedKeyPage> written, CancellationToken cancellationToken) =>
        WriteAsync<IReadOnlySet<Guid>>(
            () =>
            {
                var replaced = new HashSet<Guid>();
                foreach (var (before, now) in read.Zip(written))
                {
                    if (_connection["UPDATE key_page SET wrapped = ?3 WHERE page = ?1 AND wrapped = ?2"].Bind(1, before.Name).Bind(2, before.Bytes.Span).Bind(3, now.Bytes.Span).Changed() > 0)
                    {
                        replaced.Add(before.Name);
                    }
                    else if (Is(before))
                    {
                        throw Trouble.NotTaken();
                    }
                }

                return replaced;
            },
            cancellationToken);

    public ValueTask WipeAsync(CancellationToken cancellationToken) => WipeAsync(_options.CompactAfterErasure, cancellationToken);

    public async ValueTask WipeAsync(bool compacts, CancellationToken cancellationToken) =>
        await TurnAsync(
            async () =>
            {
                DemandInPlace();
                await FileCleaner.WipeAsync(_connection, compacts, _options.BusyTimeout).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    public void Dispose()
    {
        _turn.Dispose();
        _connection.Dispose();
    }

    private bool Is(WrappedKeyPage page) => Wrapped(page.Name) is { } wrapped && wrapped.AsSpan().SequenceEqual(page.Bytes.Span);

    private byte[]? Wrapped(Guid name)
    {
        var row = _connection[Find].Bind(1, name);
        if (!row.Next())
        {
            return null;
        }

        var wrapped = row.Bytes(0).ToArray();
        row.Reset();
        return wrapped;
    }

    private ValueTask<T> WriteAsync<T>(Func<T> write, CancellationToken cancellationToken) =>
        TurnAsync(
            () =>
            {
                _compacting.Begin(_connection);
                var result = write();
                DemandInPlace();
                _connection["COMMIT"].Run();
                return new ValueTask<T>(result);
            },
            cancellationToken);

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
