namespace Consent.Storage.PostgreSql;

/// <content>Notes, record numbers and keys.</content>
public sealed partial class PostgreSqlConsentStore
{
    /// <inheritdoc/>
    public async ValueTask<LinkKey> GetLinkKeyAsync(CancellationToken cancellationToken) => (await _open.GetAsync(cancellationToken).ConfigureAwait(false)).Context.Links;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Guid?>> NumbersOfAsync(IReadOnlyList<ContactId> contacts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        var found = await ContactReader.RowsAsync(store.User, store.Sql, store.Context, contacts, cancellationToken).ConfigureAwait(false);
        return [.. contacts.Select(c => found.TryGetValue(c, out var row) ? store.Context.Numbers.Of(row.No, row.Record) : null)];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ContactId?>> ContactsOfAsync(IReadOnlyList<Guid> numbers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        var key = store.Context.Numbers;
        var found = await ContactReader.FindAsync(store.User, store.Sql, store.Context, [.. numbers.Select(key.RowOf)], cancellationToken).ConfigureAwait(false);
        return [.. numbers.Select(n => found.TryGetValue(key.RowOf(n), out var record) && key.Of(key.RowOf(n), record) == n ? record.Id : (ContactId?)null)];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoreNote?>> FindNotesAsync(IReadOnlyList<NoteKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.Notes.FindAsync(keys, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WriteNoteAsync(StoreNote note, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(note);
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.Notes.WriteAsync(note, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<StoreNote> ScanNotesAsync(string kind, string? after, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return Pages.ReadAsync(
            _open,
            after,
            PageLength,
            (store, place, stop) => store.Notes.PageAsync(kind, place, PageLength, stop),
            row => row.Key,
            cancellationToken).Where(row => row.Note is not null).Select(row => row.Note!);
    }

    /// <inheritdoc/>
    public async ValueTask<int> PurgeNotesAsync(Timestamp goneBy, CancellationToken cancellationToken)
    {
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.Notes.PurgeAsync(goneBy, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<KeyRotation> RotateKeyEncryptionKeyAsync(CancellationToken cancellationToken)
    {
        var store = await _open.GetAsync(cancellationToken).ConfigureAwait(false);
        return await store.Context.Keys.RotateAsync(cancellationToken).ConfigureAwait(false);
    }
}
