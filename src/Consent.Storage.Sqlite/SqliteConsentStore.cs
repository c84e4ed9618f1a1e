using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Consent.Storage.Sqlite;

/// <summary>Keeps records and log in a SQLite file: durable, encrypted per contact, append-only by triggers. Several processes of one machine may share the file.</summary>
/// <remarks>
/// One writer for each process, which does all that waits in one transaction; readers beside it, which never wait. The file is opened, and brought to this version's schema,
/// by the first call. Contacts' keys lie in a directory apart (<see cref="SqliteStoreOptions.KeyDirectory"/>).
/// </remarks>
public sealed partial class SqliteConsentStore : IConsentStore, IAudienceFeed, IConsentNotes, IRecordNumbers, ILinkKeys, IKeyRotation, IHeadMemory, IStoredRows, IContactHistories, IAsyncDisposable, IDisposable
{
    private const int PageLength = 256;
    private const int ChangesLength = 1024;

    private readonly OpenedOnce<OpenStore> _open;

    /// <summary>A store over a file, which is made by the first call where there is none.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or the connection string has no data source or is malformed.</exception>
    public SqliteConsentStore(SqliteStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var known = options.Checked(nameof(options));
        _open = new(() => OpenStore.OpenAsync(known));
        Log = new SqliteSealedLog(_open);
    }

    /// <inheritdoc/>
    public ISealedLog Log { get; }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredContact>> FindAsync(IReadOnlyList<ContactLookup> lookups, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lookups);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        if (lookups is [{ Change.IsDefault: true, Contact: var one }] && store.Readers.ReadOnce((connection, before) => ContactReader.FindAtOnce(connection, store.Context, one, before)) is { } open)
        {
            return [open];
        }

        StoredContact[] found = [];
        var (recorded, keys) = await store.Context.Keys.ReadAsync<StoredEntry>(
            () =>
            {
                (found, var entries) = store.Readers.Read(connection => ContactReader.Find(connection, store.Context, lookups));
                return new(entries);
            },
            entry => entry.Handle,
            cancellationToken).ConfigureAwait(false);
        StoredEntry.Recognise(lookups, found, recorded, keys);

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
            (start, _) => new(store.Readers.Read(connection => EntryReader.Page(connection, query, start, PageLength))),
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
        var (entries, keys) = await store.Context.Keys.ReadAsync<StoredEntry>(
            () => new(store.Readers.Read(connection => EntryReader.OfContacts(connection, contacts))), entry => entry.Handle, cancellationToken).ConfigureAwait(false);
        return StoredEntry.Histories(contacts.Count, entries, keys);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ContactConsents> ScanAsync(ContactId after, CancellationToken cancellationToken) =>
        Pages.ReadAsync(
            _open,
            after,
            PageLength,
            (store, place, stop) => ValueTask.FromResult(store.Readers.Read(connection => ContactReader.Page(connection, store.Context, place, PageLength))),
            contact => contact.Id,
            cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A range reaches beyond the log.</exception>
    public async ValueTask<bool> EraseAsync(IReadOnlyList<ContactErasure> erasures, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(erasures);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.Writer.WriteAsync(
            round => round.Erase(erasures),
            [.. erasures.Select(e => new ContactLookup(e.Contact))],
            isAlone: true,
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<LogHead> GetHeadAsync(CancellationToken cancellationToken)
    {
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        var head = store.Readers.Read((_, head) => head, isNew: true);
        return new(head.Edge.Size, head.LastRecordedAt);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AudienceChange> ReadChangesAsync(long after, CancellationToken cancellationToken) =>
        Pages.ReadAheadAsync(
            _open,
            after,
            ChangesLength,
            (store, place, stop) => ValueTask.FromResult(store.Readers.Read(connection => ContactReader.Changes(connection, place, ChangesLength))),
            row => row.Position,
            (store, page) => KeptRow.Changes(store.Context, page),
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ContactConsents?>> FindByNumberAsync(IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return store.Readers.Read<IReadOnlyList<ContactConsents?>>(connection => [.. numbers.Select(n => ContactReader.Find(connection, store.Context, n))]);
    }

    /// <inheritdoc/>
    public async ValueTask<Sha256Digest> DigestOfAsync(ContactId contact, CancellationToken cancellationToken)
    {
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return store.Context.Suppression.Of(contact);
    }

    /// <inheritdoc/>
    public async ValueTask<KeyRotation> RotateKeyEncryptionKeyAsync(CancellationToken cancellationToken)
    {
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.Context.Keys.RotateAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public TreeHead? LastWritten => _open.Opened?.Context.Watch.LastWritten;

    /// <inheritdoc/>
    public async ValueTask ForgetHeadAsync(CancellationToken cancellationToken) =>
        (await _open.GetAsync(cancellationToken).ConfigureAwait(false)).Context.Watch.Forget();

    /// <inheritdoc/>
    public long AlteredRows => _open.Opened?.Context.AlteredRows ?? 0;

    /// <inheritdoc/>
    public IAsyncEnumerable<Sha256Digest> ScanClosedAsync(CancellationToken cancellationToken) =>
        Pages.ReadAsync(
            _open,
            Array.Empty<byte>(),
            PageLength,
            (store, place, stop) => ValueTask.FromResult(store.Readers.Read(connection => ContactReader.Closed(connection, place, PageLength))),
            digest => digest,
            cancellationToken).Select(digest => new Sha256Digest(digest));

    /// <summary>Writes the files anew, without what lies between their rows: for a quiet hour, where <see cref="SqliteStoreOptions.CompactAfterErasure"/> is off. Takes time in proportion to the files; changes, also of other processes, wait for it, and nobody who reads does.</summary>
    /// <param name="cancellationToken">Stops waiting; what was begun goes on.</param>
    /// <exception cref="ConsentStoreException">Transient where another process reads or writes for so long that it cannot be done now: call it again.</exception>
    public async ValueTask CompactAsync(CancellationToken cancellationToken = default)
    {
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        await store.Writer.WriteAsync(round => round.Compact(), [], isAlone: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a backup while hosts write: of the database as it is at one instant, and then of the keys folder. Never copy the files of a running host by other means: what was written last is not in them.</summary>
    /// <param name="file">The database of the backup. There must be none yet; it gets this name last, when all is on the disk.</param>
    /// <param name="keyDirectory">The keys folder of the backup, with the journal of erasures, signing key and checkpoints that lie in it. There must be none yet. Whoever has both reads everything, so keep it elsewhere, and for a short time only: an erased person's key is in it.</param>
    /// <param name="cancellationToken">Stops between two files. What was begun is left under names that end in <c>.unfinished</c>, and taken away by the next backup to the same places.</param>
    /// <remarks>Meanwhile an erasure may wait for the copying, and end as transient trouble when <see cref="SqliteStoreOptions.BusyTimeout"/> is over; it is carried on later. How to restore: docs/operations.md.</remarks>
    /// <exception cref="ArgumentException">There is a file, or a folder, already.</exception>
    /// <exception cref="ConsentStoreException">A file cannot be read or written.</exception>
    public async ValueTask BackUpAsync(string file, string keyDirectory, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        ArgumentException.ThrowIfNullOrWhiteSpace(keyDirectory);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        await Task.Run(() => Backup.Make(store, Path.GetFullPath(file), Path.TrimEndingDirectorySeparator(Path.GetFullPath(keyDirectory)), cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finishes what is being written, and lets go of the files.</summary>
    public ValueTask DisposeAsync() => _open.DisposeAsync();

    /// <summary>As <see cref="DisposeAsync"/>; waits for it.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
