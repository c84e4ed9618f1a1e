using System.Runtime.CompilerServices;

namespace Consent.Storage;

/// <summary>Reads rows in order, a page at a time: no transaction stays open while somebody looks at what was read.</summary>
public static class Pages
{
    /// <summary>All rows after a place. What is written meanwhile behind the place reached is read too.</summary>
    /// <typeparam name="TStore">What they are read from.</typeparam>
    /// <typeparam name="T">A row.</typeparam>
    /// <typeparam name="TPlace">What rows are in order of.</typeparam>
    /// <param name="store">What they are read from; it is opened with the first page.</param>
    /// <param name="after">After which place.</param>
    /// <param name="length">How many rows a page has; a shorter one is the last.</param>
    /// <param name="read">Reads the page after a place.</param>
    /// <param name="placeOf">A row's place.</param>
    /// <param name="cancellationToken">Looked at before each page and after each row.</param>
    public static async IAsyncEnumerable<T> ReadAsync<TStore, T, TPlace>(
        OpenedOnce<TStore> store,
        TPlace after,
        int length,
        Func<TStore, TPlace, CancellationToken, ValueTask<List<T>>> read,
        Func<T, TPlace> placeOf,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TStore : class, IAsyncDisposable
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(placeOf);
        var opened = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        List<T> page;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            page = await read(opened, after, cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                yield return row;
                cancellationToken.ThrowIfCancellationRequested();
                after = placeOf(row);
            }
        }
        while (page.Count == length);
    }

    /// <summary>As above; the next page is read while this one is made something of and looked at. What is written meanwhile behind the place reached may be left for the next time.</summary>
    /// <typeparam name="TStore">What they are read from.</typeparam>
    /// <typeparam name="TRow">A row as it is read.</typeparam>
    /// <typeparam name="T">What is made of it.</typeparam>
    /// <typeparam name="TPlace">What rows are in order of.</typeparam>
    /// <param name="store">What they are read from; it is opened with the first page.</param>
    /// <param name="after">After which place.</param>
    /// <param name="length">How many rows a page has; a shorter one is the last.</param>
    /// <param name="read">Reads the page after a place.</param>
    /// <param name="placeOf">A row's place.</param>
    /// <param name="make">Makes of a page's rows what is asked for, one of each.</param>
    /// <param name="cancellationToken">Looked at before each page and after each row.</param>
    public static async IAsyncEnumerable<T> ReadAheadAsync<TStore, TRow, T, TPlace>(
        OpenedOnce<TStore> store,
        TPlace after,
        int length,
        Func<TStore, TPlace, CancellationToken, ValueTask<List<TRow>>> read,
        Func<TRow, TPlace> placeOf,
        Func<TStore, IReadOnlyList<TRow>, IReadOnlyList<T>> make,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TStore : class, IAsyncDisposable
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(placeOf);
        ArgumentNullException.ThrowIfNull(make);
        var opened = await store.GetAsync(cancellationToken).ConfigureAwait(false);
        var next = read(opened, after, cancellationToken).AsTask();
        try
        {
            for (var isLast = false; !isLast;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var page = await next.ConfigureAwait(false);
                isLast = page.Count < length;
                if (!isLast)
                {
                    var place = placeOf(page[^1]);
                    next = Task.Run(() => read(opened, place, cancellationToken).AsTask(), CancellationToken.None);
                }

                foreach (var made in make(opened, page))
                {
                    yield return made;
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>All entries from an index on, with the keys to them.</summary>
    /// <typeparam name="T">What is made of an entry.</typeparam>
    /// <param name="keys">Contacts' keys.</param>
    /// <param name="from">The index to begin with.</param>
    /// <param name="length">How many entries a page has; a shorter one is the last.</param>
    /// <param name="remembers">Whether keys that this process has in memory are taken from there (<see cref="ContactKeyRing"/>).</param>
    /// <param name="read">Reads the page from an index on; told whether it did before, and a key was missing.</param>
    /// <param name="open">Makes of an entry, with the keys, what is asked for.</param>
    /// <param name="cancellationToken">Looked at before each page and each entry.</param>
    public static async IAsyncEnumerable<T> EntriesAsync<T>(
        ContactKeyRing keys,
        long from,
        int length,
        bool remembers,
        Func<long, bool, ValueTask<IReadOnlyList<StoredEntry>>> read,
        Func<StoredEntry, IReadOnlyDictionary<Guid, byte[]>, T> open,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(open);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (start, isAgain) = (from, false);
            var (page, known) = await keys.ReadAsync<StoredEntry>(
                async () =>
                {
                    var entries = await read(start, isAgain).ConfigureAwait(false);
                    isAgain = true;
                    return entries;
                },
                entry => entry.Handle,
                remembers,
                cancellationToken).ConfigureAwait(false);
            foreach (var entry in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return open(entry, known);
            }

            if (page.Count < length)
            {
                yield break;
            }

            from = page[^1].Index + 1;
        }
    }
}
