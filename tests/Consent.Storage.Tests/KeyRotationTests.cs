namespace Consent.Storage.Tests;

/// <summary>Keys are renewed beside nothing that is missing, and by two processes at once.</summary>
public sealed class KeyRotationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PlainStore _store = new();

    private string Path => _folder.File("key-encryption.key");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_is_renewed_or_made_anew_where_the_databases_key_is_missing()
    {
        var handle = await FilledAsync();
        _store.Keys.Remove(Guid.Empty);
        var before = await File.ReadAllTextAsync(Path, Some.Stop);

        await using var ring = Open();
        var trouble = await Assert.ThrowsAsync<ConsentStoreException>(async () => await ring.RotateAsync(Some.Stop));

        Assert.Contains("not in its key store", trouble.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Path, Some.Stop));
        Assert.False(_store.Keys.ContainsKey(Guid.Empty));
        Assert.Single(await ring.FindAsync([handle], Some.Stop));
    }

    [Fact]
    public async Task Two_that_renew_at_once_lose_no_key()
    {
        var handle = await FilledAsync();
        await using var one = Open();
        await using var two = Open();
        _store.BeforeReplacing = async () => await two.RotateAsync(Some.Stop);

        await one.RotateAsync(Some.Stop);

        await using var after = Open();
        Assert.Equal(2, (await after.FindAsync([Guid.Empty, handle], Some.Stop)).Count);
        Assert.NotEqual("file key 1", (await after.RotateAsync(Some.Stop)).Before);
        Assert.Single(await File.ReadAllLinesAsync(Path, Some.Stop));
    }

    private async Task<Guid> FilledAsync()
    {
        await using var ring = Open();
        await ring.OpenStoreKeyAsync(_ => new((Sha256Digest?)null), isEmpty: true, (value, _) => new(value), Some.Stop);
        await ring.ReserveAsync(1, Some.Stop);
        return ring.Take()!.Handle;
    }

    private ContactKeyRing Open() => new(_store, FileKeyEncryptionKey.Open(Path));

    private sealed class PlainStore : IContactKeyStore
    {
        public SortedDictionary<Guid, WrappedKey> Keys { get; } = [];

        /// <summary>What somebody else does just before the next keys are replaced.</summary>
        public Func<Task>? BeforeReplacing { get; set; }

        public ValueTask AddAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken)
        {
            foreach (var key in keys)
            {
                Keys.TryAdd(key.Handle, key);
            }

            return ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlyList<WrappedKey>> FindAsync(IReadOnlyList<Guid> handles, CancellationToken cancellationToken) => new([.. handles.Where(Keys.ContainsKey).Select(h => Keys[h])]);

        public ValueTask<IReadOnlyList<WrappedKey>> PageAsync(Guid after, CancellationToken cancellationToken) => new([.. Keys.Where(k => k.Key.CompareTo(after) > 0).Take(10).Select(k => k.Value)]);

        public async ValueTask ReplaceAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken)
        {
            if (BeforeReplacing is { } act)
            {
                BeforeReplacing = null;
                await act();
            }

            foreach (var key in keys.Where(k => Keys.ContainsKey(k.Handle)))
            {
                Keys[key.Handle] = key;
            }
        }

        public ValueTask RemoveAsync(IReadOnlyList<Guid> handles, CancellationToken cancellationToken)
        {
            foreach (var handle in handles)
            {
                Keys.Remove(handle);
            }

            return ValueTask.CompletedTask;
        }
    }
}
