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
}
