namespace Consent.Storage.Sqlite;

/// <content>Notes, the numbers of records, and the key of links.</content>
public sealed partial class SqliteConsentStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoreNote?>> FindNotesAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return store.Readers.Read<IReadOnlyList<StoreNote?>>(connection => [.. keys.Select(key => NoteRows.Find(connection, store.Context, key))]);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WriteNoteAsync(StoreNote note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.Writer.WriteAsync(round => round.Write(note), [], isAlone: false, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoreNote> ScanNotesAsync(string kind, string? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return Pages.ReadAsync(
            _open,
            after,
            PageLength,
            (store, place, stop) => ValueTask.FromResult(store.Readers.Read(connection => NoteRows.Page(connection, store.Context, kind, place, PageLength))),
            row => row.Key,
            cancellationToken).Where(row => row.Note is not null).Select(row => row.Note!);
    }

    /// <inheritdoc/>
    public async ValueTask<int> PurgeNotesAsync(Timestamp goneBy, CancellationToken cancellationToken)
    {
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.Writer.WriteAsync(round => round.PurgeNotes(goneBy), [], isAlone: false, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<LinkKey> GetLinkKeyAsync(CancellationToken cancellationToken) => (await _open.GetAsync(cancellationToken).ConfigureAwait(false)).Context.Links;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Guid?>> NumbersOfAsync(IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return store.Readers.Read<IReadOnlyList<Guid?>>(connection => [.. contacts.Select(c => ContactReader.NumberOf(connection, store.Context, c))]);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ContactId?>> ContactsOfAsync(IReadOnlyList<Guid> numbers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return store.Readers.Read<IReadOnlyList<ContactId?>>(connection => [.. numbers.Select(n => ContactReader.Find(connection, store.Context, n)?.Id)]);
    }
}
