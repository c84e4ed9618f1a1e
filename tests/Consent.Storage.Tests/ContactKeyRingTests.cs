namespace Consent.Storage.Tests;

public sealed class ContactKeyRingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_removed_key_is_not_remembered_by_somebody_who_was_looking_for_it()
    {
        var store = new StallingStore();
        var wrapping = FileKeyEncryptionKey.Open(_folder.File("key-encryption.key"));
        await using var maker = new ContactKeyRing(store, wrapping);
        await maker.ReserveAsync(1, Some.Stop);
        var key = maker.Take()!;
        await using var ring = new ContactKeyRing(store, wrapping);
        store.Stall();
        var finding = ring.FindAsync([key.Handle], Some.Stop).AsTask();

        await store.Reached;
        await ring.RemoveAsync([key.Handle], Some.Stop);
        store.GoOn();
        await finding;

        Assert.Null(ring.Recall(key.Handle));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public async Task Where_a_key_is_missing_the_rows_are_read_again(bool erasesBoth, int readings)
    {
        await using var ring = new ContactKeyRing(new StallingStore(), FileKeyEncryptionKey.Open(_folder.File("key-encryption.key")));
        await ring.ReserveAsync(1, Some.Stop);
        var (kept, one, other) = (ring.Take()!.Handle, Guid.NewGuid(), Guid.NewGuid());
        var read = 0;

        // Two contacts are erased after the first reading, or one of them only after the second; a plain row needs no key.
        var (rows, keys) = await ring.ReadAsync<Guid>(
            () => new(++read switch { 1 when erasesBoth => [kept, Guid.Empty, one, other], 1 => [kept, Guid.Empty, one], 2 when !erasesBoth => [kept, Guid.Empty, other], _ => [kept, Guid.Empty] }),
            handle => handle,
            Some.Stop);

        Assert.Equal([kept, Guid.Empty], rows);
        Assert.Equal([kept], keys.Keys);
        Assert.Equal(readings, read);
    }

    [Fact]
    public async Task A_key_that_stays_missing_is_left_out()
    {
        await using var ring = new ContactKeyRing(new StallingStore(), FileKeyEncryptionKey.Open(_folder.File("key-encryption.key")));
        var (read, lost) = (0, Guid.NewGuid());

        var (rows, keys) = await ring.ReadAsync<Guid>(
            () =>
            {
                read++;
                return new([lost]);
            },
            handle => handle,
            Some.Stop);

        Assert.Equal([lost], rows);
        Assert.Empty(keys);
        Assert.Equal(2, read);
    }

    [Fact]
    public async Task Names_are_version_7_in_order_of_time_and_keys_are_all_different()
    {
        await using var ring = new ContactKeyRing(new StallingStore(), FileKeyEncryptionKey.Open(_folder.File("key-encryption.key")));
        await ring.ReserveAsync(500, Some.Stop);

        var keys = Enumerable.Range(0, 500).Select(_ => ring.Take()!).ToList();

        Assert.All(keys, k => Assert.Equal((7, true), (k.Handle.Version, k.Handle.Variant is >= 8 and < 12)));
        var made = DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(keys[0].Handle.ToString("N")[..12], 16));
        Assert.InRange(made, DateTimeOffset.UtcNow - TimeSpan.FromMinutes(5), DateTimeOffset.UtcNow);
        Assert.Equal(500, keys.Select(k => k.Handle).Distinct().Count());
        Assert.Equal(500, keys.Select(k => Convert.ToHexString(k.Bytes.Span)).Distinct().Count());
    }

    [Fact]
    public async Task A_key_given_back_is_taken_again_once()
    {
        await using var ring = new ContactKeyRing(new StallingStore(), FileKeyEncryptionKey.Open(_folder.File("key-encryption.key")));
        await ring.ReserveAsync(1, Some.Stop);
        var key = ring.Take()!;
        ring.GiveBack(key);

        var taken = new List<Guid>();
        while (ring.Take() is { } next)
        {
            taken.Add(next.Handle);
        }

        Assert.Single(taken, key.Handle);
        Assert.Equal(taken.Count, taken.Distinct().Count());
    }

    private sealed class StallingStore : IContactKeyStore
    {
        private readonly Dictionary<Guid, WrappedKey> _keys = [];
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private TaskCompletionSource? _gate;

        public Task Reached => _reached.Task;

        public void Stall() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void GoOn() => _gate!.SetResult();

        public ValueTask AddAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken)
        {
            lock (_keys)
            {
                foreach (var key in keys)
                {
                    _keys.TryAdd(key.Handle, key);
                }
            }

            return ValueTask.CompletedTask;
        }

        public async ValueTask<IReadOnlyList<WrappedKey>> FindAsync(IReadOnlyList<Guid> handles, CancellationToken cancellationToken)
        {
            WrappedKey[] found;
            lock (_keys)
            {
                found = [.. handles.Where(_keys.ContainsKey).Select(h => _keys[h])];
            }

            if (_gate is { } gate)
            {
                _reached.SetResult();
                await gate.Task;
            }

            return found;
        }

        public ValueTask<IReadOnlyList<WrappedKey>> PageAsync(Guid after, CancellationToken cancellationToken) => new([]);

        public ValueTask ReplaceAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask RemoveAsync(IReadOnlyList<Guid> handles, CancellationToken cancellationToken)
        {
            lock (_keys)
            {
                foreach (var handle in handles)
                {
                    _keys.Remove(handle);
                }
            }

            return ValueTask.CompletedTask;
        }
    }
}
