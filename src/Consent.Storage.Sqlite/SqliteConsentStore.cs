using System.Runtime.CompilerServices;

namespace Consent.Storage.Sqlite;

/// <summary>Keeps records and log in a SQLite file: durable, encrypted per contact, append-only by triggers. Several processes of one machine may share the file.</summary>
/// <remarks>
/// One writer for each process, which does all that waits in one transaction; readers beside it, which never wait. The file is opened, and brought to this version's schema,
/// by the first call. Contacts' keys lie in a directory apart (<see cref="SqliteStoreOptions.KeyDirectory"/>).
/// </remarks>
public sealed class SqliteConsentStore : IConsentStore, IAudienceFeed, IKeyRotation, IAsyncDisposable, IDisposable
{
    private const int PageLength = 256;

    private readonly SqliteStoreOptions _options;
    private readonly Lock _lock = new();
    private Task<OpenStore>? _open;
    private bool _isDisposed;

    /// <summary>A store over a file, which is made by the first call where there is none.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or the connection string has no data source or is malformed.</exception>
    public SqliteConsentStore(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Checked(nameof(options));
        Log = new SqliteSealedLog(OpenedAsync);
    }

    /// <inheritdoc/>
    public ISealedLog Log { get; }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lookups);
        cancellationToken.ThrowIfCancellationRequested();
        var store = await OpenedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var (found, recorded) = store.Readers.Read(connection => ContactReader.Find(connection, store.Context, lookups));
        if (recorded.Count > 0)
        {
            var keys = await store.Context.Keys.FindAsync(recorded.Select(r => r.Handle).Where(h => h != Guid.Empty), cancellationToken).ConfigureAwait(false);
            foreach (var entry in recorded)
            {
                if (entry.Opened(keys) is var opened && opened.Evidence?.Change == lookups[entry.Lookup].Change)
                {
                    found[entry.Lookup] = found[entry.Lookup] with { Recorded = found[entry.Lookup].Recorded ?? opened };
                }
            }
        }

        return found;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A commit writes one contact's snapshot twice.</exception>
    public async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Any(c => c.Snapshots.Length > 1 && c.Snapshots.Select(s => s.Snapshot.Id).Distinct().Count() < c.Snapshots.Length))
        {
            throw new ArgumentException("A commit writes a contact's snapshot once.", nameof(batch));
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (batch.Count == 0)
        {
            return [];
        }

        var store = await OpenedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var contacts = new List<ContactId>(batch.Count);
        foreach (var commit in batch)
        {
            contacts.Add(commit.Contact);
            contacts.AddRange(commit.Snapshots.Select(s => s.Snapshot.Id));
            contacts.AddRange(commit.Entries.Where(e => e.Subject is not null).Select(e => e.Subject!.Contact));
        }

        return await store.Writer.WriteAsync<IReadOnlyList<CommitOutcome>>(
            round =>
            {
                var outcomes = new CommitOutcome[batch.Count];
                for (var i = 0; i < outcomes.Length; i++)
                {
                    outcomes[i] = round.Commit(batch[i]);
                }

                return outcomes;
            },
            contacts,
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        var store = await OpenedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var from = Math.Max(0, query.From);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = store.Readers.Read(connection => EntryReader.Page(connection, query, from, PageLength));
            var keys = await store.Context.Keys.FindAsync(page.Select(e => e.Handle).Where(h => h != Guid.Empty), cancellationToken).ConfigureAwait(false);
            foreach (var entry in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return entry.Opened(keys);
            }

            if (page.Count < PageLength)
            {
                yield break;
            }

            from = page[^1].Index + 1;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var store = await OpenedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var page = store.Readers.Read(connection => ContactReader.Page(connection, store.Context, after, PageLength));
            foreach (var contact in page)
            {
                yield return contact;
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (page.Count < PageLength)
            {
                yield break;
            }

            after = page[^1].Id;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A range reaches beyond the log.</exception>
    public async ValueTask EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(erasures);
        cancellationToken.ThrowIfCancellationRequested();
        var store = await OpenedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        await store.Writer.WriteAsync(
            round =>
            {
                round.Erase(erasures);
                return true;
            },
            [.. erasures.Select(e => e.Contact)],
            cancellationToken,
            erases: true).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var store = await OpenedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var head = store.Readers.Read(Head.Read);
        return new(head.Edge.Size, head.LastRecordedAt);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AudienceChange> ReadChangesAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var store = await OpenedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var page = store.Readers.Read(connection => ContactReader.Changes(connection, store.Context, after, PageLength));
            foreach (var change in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return change;
            }

            if (page.Count < PageLength)
            {
                yield break;
            }

            after = page[^1].Position;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ContactConsents?>> FindByNumberAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        cancellationToken.ThrowIfCancellationRequested();
        var store = await OpenedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return store.Readers.Read<IReadOnlyList<ContactConsents?>>(connection => [.. numbers.Select(n => ContactReader.Find(connection, store.Context, n))]);
    }

    /// <inheritdoc/>
    public async ValueTask<KeyRotation> RotateKeyEncryptionKeyAsync(CancellationToken cancellationToken)
    {
        var store = await OpenedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return await store.Context.Keys.RotateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finishes what is being written, and lets go of the files.</summary>
    public async ValueTask DisposeAsync()
    {
        Task<OpenStore>? open;
        lock (_lock)
        {
            _isDisposed = true;
            (open, _open) = (_open, null);
        }

        if (open is not null)
        {
            // One that did not open has nothing to let go of.
            await ((Task)open).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (open.IsCompletedSuccessfully)
            {
                await (await open.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>As <see cref="DisposeAsync"/>; waits for it.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Opens the files once; one try that failed is made again by the next caller.</summary>
    private Task<OpenStore> OpenedAsync()
    {
        var open = Volatile.Read(ref _open);
        if (open is { IsCompletedSuccessfully: true })
        {
            return open;
        }

        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_open is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _open = Task.Run(() => OpenStore.OpenAsync(_options));
            }

            return _open;
        }
    }
}
