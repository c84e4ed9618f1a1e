using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Consent.Storage.PostgreSql;

/// <summary>Keeps records and log in a schema of a PostgreSQL database: durable, encrypted per contact, append-only by privileges and triggers. Any number of processes may share it.</summary>
/// <remarks>
/// One writer for each process, which does all that waits in one transaction; the log's head is locked meanwhile, so that all processes write one log. The first call connects, and brings the schema to this
/// version. Trouble that passes is waited for (<see cref="PostgreSqlStoreOptions.RetryTimeout"/>); a commit whose answer was lost is looked up, and never done twice.
/// </remarks>
public sealed partial class PostgreSqlConsentStore : IConsentStore, IAudienceFeed, IConsentNotes, IRecordNumbers, ILinkKeys, IKeyRotation, IHeadMemory, IStoredRows, IContactHistories, IAsyncDisposable, IDisposable
{
    private const int PageLength = 256;
    private const int ChangesLength = 1024;

    private readonly OpenedOnce<OpenStore> _open;

    /// <summary>A store over a schema, which is made by the first call where there is none.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or a connection string names no server or is malformed.</exception>
    public PostgreSqlConsentStore(PostgreSqlStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var known = options.Checked(nameof(options));
        _open = new(() => OpenStore.OpenAsync(known));
        Log = new PostgreSqlSealedLog(_open);
    }

    /// <inheritdoc/>
    public ISealedLog Log { get; }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lookups);
        cancellationToken.ThrowIfCancellationRequested();
        if (lookups.Count == 0)
        {
            return [];
        }

        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        StoredContact[] found = [];
        var (recorded, keys) = await store.Context.Keys.ReadAsync<StoredEntry>(
            async () =>
            {
                (found, var entries) = await store.User.RunAsync(
                    (connection, stop) => ContactReader.FindAsync(connection, store.Sql, store.Context, lookups, stop), cancellationToken).ConfigureAwait(false);
                return entries;
            },
            entry => entry.Handle,
            cancellationToken).ConfigureAwait(false);
        if (StoredEntry.Recognise(lookups, found, recorded, keys))
        {
            await store.ConfirmAsync(cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A commit writes one contact's snapshot twice.</exception>
    public async ValueTask<IReadOnlyList<CommitOutcome>> CommitAsync(IReadOnlyList<ConsentCommit> batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.Writer.CommitAsync(batch, static (round, commit) => round.Commit(commit), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<AuditEntry> ReadLogAsync(LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        var entries = Pages.EntriesAsync(
            store.Context.Keys,
            Math.Max(0, query.From),
            PageLength,
            remembers: true,
            // Whose key is missing was erased since, perhaps: the primary knows.
            async (start, isAgain) => await EntryReader.PageAsync(store.Reader, store.Sql, query, start, PageLength, !isAgain && EntryReader.MayBeOld(query), cancellationToken).ConfigureAwait(false),
            (entry, keys) => entry.Opened(keys),
            cancellationToken);
        await foreach (var entry in entries.ConfigureAwait(false))
        {
            yield return entry;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ImmutableArray<AuditEntry>>> HistoriesOfAsync(IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        var isAgain = false;
        var (entries, keys) = await store.Context.Keys.ReadAsync<StoredEntry>(
            async () =>
            {
                var found = await EntryReader.OfContactsAsync(store.Reader, store.Sql, contacts, mayBeOld: !isAgain, cancellationToken).ConfigureAwait(false);
                isAgain = true;
                return found;
            },
            entry => entry.Handle,
            cancellationToken).ConfigureAwait(false);
        return StoredEntry.Histories(contacts.Count, entries, keys);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) =>
        Pages.ReadAsync(
            _open,
            after,
            PageLength,
            (store, place, stop) => ContactReader.PageAsync(store.User, store.Sql, store.Context, place, PageLength, stop),
            contact => contact.Id,
            cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A range reaches beyond the log.</exception>
    public async ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(erasures);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.Eraser.EraseAsync(erasures, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken)
    {
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        var head = await store.User.RunAsync(
            async (connection, stop) =>
            {
                var before = store.Context.Watch.Greatest;
                var command = connection.Command(store.Sql.ReadHead);
                await using var disposal = command.ConfigureAwait(false);
                var rows = await command.ExecuteReaderAsync(stop).ConfigureAwait(false);
                await using var closing = rows.ConfigureAwait(false);
                return await Head.ReadAsync(rows, store.Context, before, stop).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return new(head.Edge.Size, head.LastRecordedAt);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AudienceChange> ReadChangesAsync(long after, CancellationToken cancellationToken) =>
        Pages.ReadAheadAsync(
            _open,
            after,
            ChangesLength,
            (store, place, stop) => ContactReader.ChangesAsync(store.User, store.Sql, store.Context, place, ChangesLength, stop),
            row => row.Position,
            (store, page) => KeptRow.Changes(store.Context, page),
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ContactConsents?>> FindByNumberAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        var found = await ContactReader.FindAsync(store.User, store.Sql, store.Context, numbers, cancellationToken).ConfigureAwait(false);
        return [.. numbers.Select(found.GetValueOrDefault)];
    }

    /// <inheritdoc/>
    public async ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return store.Context.Suppression.Of(contact);
    }

    /// <inheritdoc/>
    public TreeHead? LastWritten => _open.Opened?.Context.Watch.LastWritten;

    /// <inheritdoc/>
    public async ValueTask ForgetHeadAsync(CancellationToken cancellationToken) =>
        (await _open.GetAsync(cancellationToken).ConfigureAwait(false)).Context.ForgetHead();

    /// <summary>How many pages of the log came from the standby since the store was opened (<see cref="PostgreSqlStoreOptions.StandbyConnectionString"/>); all others came from the primary.</summary>
    public long StandbyReads => _open.Opened?.Standby?.Reads ?? 0;

    /// <summary>Why the last read that might have come from the standby was answered by the primary instead; <see langword="null"/>: it did come from there, or there is none. Without personal data.</summary>
    public string? StandbyTrouble => _open.Opened?.Standby?.LastTrouble;

    /// <inheritdoc/>
    public long AlteredRows => _open.Opened?.Context.AlteredRows ?? 0;

    /// <inheritdoc/>
    public IAsyncEnumerable<Sha256Digest> ScanClosedAsync(CancellationToken cancellationToken) =>
        Pages.ReadAsync(
            _open,
            Array.Empty<byte>(),
            PageLength,
            (store, place, stop) => store.User.ListAsync(store.Sql.ScanClosed, () => [Commands.Value(place), Commands.Value(PageLength)], row => row.Bytes(0), stop),
            digest => digest,
            cancellationToken).Select(digest => new Sha256Digest(digest));

    /// <summary>Finishes what is being written, and lets go of the connections.</summary>
    public ValueTask DisposeAsync() => _open.DisposeAsync();

    /// <summary>As <see cref="DisposeAsync"/>; waits for it.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
