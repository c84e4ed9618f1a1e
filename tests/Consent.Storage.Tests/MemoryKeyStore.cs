namespace Consent.Storage.Tests;

/// <summary>Pages of keys in memory, for as many processes as share it. What was replaced lies about until it is wiped.</summary>
internal sealed class MemoryKeyStore : IContactKeyStore
{
    public SortedDictionary<Guid, WrappedKeyPage> Pages { get; } = [];

    public List<WrappedKeyPage> Old { get; } = [];

    /// <summary>Before and after whatever is done.</summary>
    public Func<Task> Turn { get; set; } = () => Task.CompletedTask;

    /// <summary>What somebody else does just before the next pages are replaced, once.</summary>
    public Func<Task>? BeforeReplacing { get; set; }

    /// <summary>What somebody else does just before the next pages are added, once.</summary>
    public Func<Task>? BeforeAdding { get; set; }

    /// <summary>What somebody else does when pages were found and nobody knows it yet, once.</summary>
    public Func<Task>? AfterFinding { get; set; }

    public async ValueTask<bool> AddAsync(IReadOnlyList<WrappedKeyPage> pages, WrappedKeyPage? beside, CancellationToken cancellationToken)
    {
        var act = BeforeAdding;
        BeforeAdding = null;
        await (act?.Invoke() ?? Task.CompletedTask).ConfigureAwait(false);
        return await TurnAsync(() =>
        {
            if (beside is not null && !Is(beside))
            {
                return false;
            }

            foreach (var page in pages)
            {
                Pages.TryAdd(page.Name, page);
            }

            return true;
        }).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<WrappedKeyPage>> FindAsync(IReadOnlyList<Guid> names, CancellationToken cancellationToken)
    {
        WrappedKeyPage[] found = await TurnAsync(() => (WrappedKeyPage[])[.. names.Where(Pages.ContainsKey).Select(n => Pages[n])]).ConfigureAwait(false);
        var act = AfterFinding;
        AfterFinding = null;
        await (act?.Invoke() ?? Task.CompletedTask).ConfigureAwait(false);
        return found;
    }

    public async ValueTask<IReadOnlyList<WrappedKeyPage>> ScanAsync(Guid after, CancellationToken cancellationToken) =>
        await TurnAsync(() => (WrappedKeyPage[])[.. Pages.Values.Where(p => p.Name.CompareTo(after) > 0).Take(2)]).ConfigureAwait(false);

    public async ValueTask<IReadOnlySet<Guid>> ReplaceAsync(IReadOnlyList<WrappedKeyPage> read, IReadOnlyList<WrappedKeyPage> written, CancellationToken cancellationToken)
    {
        var act = BeforeReplacing;
        BeforeReplacing = null;
        await (act?.Invoke() ?? Task.CompletedTask).ConfigureAwait(false);
        return await TurnAsync(() =>
        {
            var replaced = new HashSet<Guid>();
            foreach (var (before, now) in read.Zip(written).Where(pair => Is(pair.First)))
            {
                Old.Add(before);
                Pages[before.Name] = now;
                replaced.Add(before.Name);
            }

            return replaced;
        }).ConfigureAwait(false);
    }

    public async ValueTask WipeAsync(CancellationToken cancellationToken) => await TurnAsync(() =>
    {
        Old.Clear();
        return true;
    }).ConfigureAwait(false);

    private bool Is(WrappedKeyPage page) => Pages.TryGetValue(page.Name, out var there) && there.Bytes.Span.SequenceEqual(page.Bytes.Span);

    private async Task<T> TurnAsync<T>(Func<T> act)
    {
        await Turn().ConfigureAwait(false);
        T result;
        lock (Pages)
        {
            result = act();
        }

        await Turn().ConfigureAwait(false);
        return result;
    }
}
