namespace Consent.Storage;

/// <summary>Reading what is encrypted.</summary>
public sealed partial class ContactKeyRing
{
    /// <summary>Reads what is encrypted, with the keys to it.</summary>
    /// <typeparam name="T">A row.</typeparam>
    /// <param name="read">Reads. A key goes after its contact's rows, so where one is nowhere the contact may just have been erased, and it is read again, until no other key is missing.</param>
    /// <param name="handleOf">The name of a row's key; zeros: none is needed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ConsentStoreException">The key store or the wrapping key is in trouble.</exception>
    public ValueTask<(IReadOnlyList<T> Rows, IReadOnlyDictionary<Guid, byte[]> Keys)> ReadAsync<T>(
        Func<ValueTask<IReadOnlyList<T>>> read, Func<T, Guid> handleOf, CancellationToken cancellationToken) => ReadAsync(read, handleOf, remembers: true, cancellationToken);

    /// <summary>As above.</summary>
    /// <typeparam name="T">A row.</typeparam>
    /// <param name="read">Reads, and perhaps again.</param>
    /// <param name="handleOf">The name of a row's key; zeros: none is needed.</param>
    /// <param name="remembers">Whether keys that this process has in memory are taken from there. Without, one that is in the key store no more is missing: for whoever wants to know what another process could read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ConsentStoreException">The key store or the wrapping key is in trouble.</exception>
    public async ValueTask<(IReadOnlyList<T> Rows, IReadOnlyDictionary<Guid, byte[]> Keys)> ReadAsync<T>(
        Func<ValueTask<IReadOnlyList<T>>> read, Func<T, Guid> handleOf, bool remembers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(handleOf);
        var gone = new HashSet<Guid>();
        while (true)
        {
            var rows = await read().ConfigureAwait(false);
            Guid[] handles = [.. rows.Select(handleOf).Where(h => h != Guid.Empty).Distinct()];
            var keys = remembers ? await FindAsync(handles, cancellationToken).ConfigureAwait(false) : await FindStoredAsync(handles, cancellationToken).ConfigureAwait(false);
            var known = gone.Count;
            gone.UnionWith(handles.Where(h => !keys.ContainsKey(h)));
            if (gone.Count == known)
            {
                return (rows, keys);
            }
        }
    }

    private async ValueTask<IReadOnlyDictionary<Guid, byte[]>> FindStoredAsync(IReadOnlyCollection<Guid> handles, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, byte[]>();
        var wanted = handles.ToLookup(KeyPage.NameOf);
        foreach (var names in wanted.Select(page => page.Key).Chunk(PagesAtOnce))
        {
            foreach (var (read, open) in await ReadPagesAsync(names, cancellationToken).ConfigureAwait(false))
            {
                foreach (var handle in wanted[read.Name])
                {
                    if (open.Find(handle) is { } key)
                    {
                        found[handle] = key;
                    }
                }
            }
        }

        return found;
    }
}
