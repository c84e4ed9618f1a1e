using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Consent.Storage;

/// <summary>The keys of contacts, for a durable store: makes them ahead of need, remembers those used of late, and removes them for good. Thread-safe.</summary>
/// <param name="store">Keeps the wrapped keys.</param>
/// <param name="wrapping">Wraps them.</param>
public sealed partial class ContactKeyRing(IContactKeyStore store, IKeyEncryptionKey wrapping) : IAsyncDisposable
{
    private const int KeyLength = 32;
    private const int HandleLength = 16;
    private const int LeastSpare = 32;
    private const int MostSpare = 8192;

    private const int Remembered = 50_000;

    private readonly ConcurrentQueue<(Guid Handle, byte[] Bytes)> _spare = new();
    private readonly SemaphoreSlim _refill = new(1, 1);
    private readonly RecentlyUsed<Guid, byte[]> _open = new(Remembered);
    private Task _early = Task.CompletedTask;
    private int _batch = LeastSpare;
    private int _removals;

    /// <summary>Sees to it that this many keys are made, wrapped and durable, ready for new contacts. Each call that has to make some makes more than the last one did.</summary>
    /// <exception cref="ConsentStoreException">The key store or the wrapping key is in trouble.</exception>
    public async ValueTask ReserveAsync(int count, CancellationToken cancellationToken)
    {
        if (_spare.Count >= count)
        {
            return;
        }

        await _refill.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var missing = Math.Max(_batch, count - _spare.Count);
            if (_spare.Count >= count)
            {
                return;
            }

            var made = Make(missing);
            await KeepAsync(store.AddAsync, made, cancellationToken).ConfigureAwait(false);
            foreach (var key in made)
            {
                _spare.Enqueue(key);
            }

            _batch = Math.Min(_batch * 2, MostSpare);
            if (_early.IsFaulted)
            {
                _early = Task.CompletedTask;
            }
        }
        finally
        {
            _refill.Release();
        }
    }

    /// <summary>Whether this many keys are ready for new contacts.</summary>
    public bool Has(int count) => _spare.Count >= count;

    /// <summary>A key for a new contact; <see langword="null"/> when none is ready: see <see cref="ReserveAsync"/>.</summary>
    public ContactKey? Take()
    {
        if (!_spare.TryDequeue(out var key))
        {
            return null;
        }

        _open.Set(key.Handle, key.Bytes);
        RefillEarly();
        return new(key.Handle, key.Bytes);
    }

    /// <summary>A key used of late; <see langword="null"/> when it has to be found first.</summary>
    public byte[]? Recall(Guid handle) => _open.TryGet(handle, out var key) ? key : null;

    /// <summary>Takes a key back that was given to no contact after all.</summary>
    public void GiveBack(ContactKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _spare.Enqueue((key.Handle, key.Bytes.ToArray()));
    }

    /// <summary>Finds keys, in memory or in the key store; those that are nowhere are left out.</summary>
    /// <exception cref="ConsentStoreException">The key store or the wrapping key is in trouble.</exception>
    public async ValueTask<IReadOnlyDictionary<Guid, byte[]>> FindAsync(IEnumerable<Guid> handles, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handles);
        var found = new Dictionary<Guid, byte[]>();
        List<Guid>? missing = null;
        foreach (var handle in handles)
        {
            if (found.ContainsKey(handle))
            {
                continue;
            }

            if (Recall(handle) is { } key)
            {
                found[handle] = key;
            }
            else
            {
                (missing ??= []).Add(handle);
            }
        }

        if (missing is not null)
        {
            var removals = Volatile.Read(ref _removals);
            var wrapped = await store.FindAsync([.. missing.Distinct()], cancellationToken).ConfigureAwait(false);
            foreach (var key in await UnwrapAsync(wrapped, cancellationToken).ConfigureAwait(false))
            {
                found[key.Handle] = key.Bytes;
                _open.Set(key.Handle, key.Bytes);
                if (removals != Volatile.Read(ref _removals))
                {
                    // It may be one of those that were removed meanwhile.
                    _open.Remove(key.Handle);
                }
            }
        }

        return found;
    }

    /// <summary>Finds the keys of contacts that were looked up before; one that is nowhere may be left out once.</summary>
    /// <param name="handles">The names of the keys.</param>
    /// <param name="gone">Those that were not found before. A key goes after its contact's row, so the first time the contact may just have been erased: the caller looks it up again, and hands the same set over.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="ConsentStoreException">A key is nowhere for the second time; or the key store or the wrapping key is in trouble.</exception>
    public async ValueTask<IReadOnlyDictionary<Guid, byte[]>> FindExpectedAsync(IReadOnlyCollection<Guid> handles, ISet<Guid> gone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handles);
        ArgumentNullException.ThrowIfNull(gone);
        var found = await FindAsync(handles, cancellationToken).ConfigureAwait(false);
        return handles.Distinct().All(h => found.ContainsKey(h) || gone.Add(h))
            ? found
            : throw new KeyMissingException();
    }

    /// <summary>Removes keys for good.</summary>
    /// <exception cref="ConsentStoreException">The key store is in trouble.</exception>
    public async ValueTask RemoveAsync(IReadOnlyList<Guid> handles, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handles);
        Forget(handles);
        await store.RemoveAsync(handles, cancellationToken).ConfigureAwait(false);
        // Those too that somebody has found until now.
        Interlocked.Increment(ref _removals);
        Forget(handles);
    }

    /// <summary>Renews the wrapping key, wraps every key under it, and retires the earlier one. What stops it is carried on by doing it again: keys unwrap all the while.</summary>
    /// <exception cref="ConsentStoreException">The key store or the wrapping key is in trouble.</exception>
    public async ValueTask<KeyRotation> RotateAsync(CancellationToken cancellationToken)
    {
        // That of zeros, which no page has, and then page by page.
        var keys = await store.FindAsync([Guid.Empty], cancellationToken).ConfigureAwait(false);
        if (keys.Count == 0)
        {
            throw new ConsentStoreException("The key of the database is not in its key store: nothing is renewed beside what is missing. Bring the keys back from their backup.");
        }

        var before = wrapping.Name;
        await wrapping.RenewAsync(cancellationToken).ConfigureAwait(false);
        var renewed = wrapping.Name;
        while (keys.Count > 0)
        {
            await KeepAsync(store.ReplaceAsync, await UnwrapAsync(keys, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            keys = await store.PageAsync(keys[^1].Handle, cancellationToken).ConfigureAwait(false);
        }

        // Where another process has renewed it since, that one goes through all keys, and retires.
        if (string.Equals(wrapping.Name, renewed, StringComparison.Ordinal))
        {
            await wrapping.RetireAsync(cancellationToken).ConfigureAwait(false);
        }

        return new(before, wrapping.Name);
    }

    /// <summary>Waits for the keys that are being made.</summary>
    public async ValueTask DisposeAsync()
    {
        await _early.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _refill.Dispose();
    }

    /// <summary>Makes keys, and names for them: version 7 UUIDs, in the order of which they lie in the key store.</summary>
    private static (Guid Handle, byte[] Bytes)[] Make(int count)
    {
        // Drawn for all at once: asking takes longer than getting.
        var random = RandomNumberGenerator.GetBytes(count * (HandleLength + KeyLength));
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var made = new (Guid Handle, byte[] Bytes)[count];
        for (var i = 0; i < count; i++)
        {
            var own = random.AsSpan(i * (HandleLength + KeyLength), HandleLength + KeyLength);
            var handle = own[..HandleLength];
            BinaryPrimitives.WriteInt64BigEndian(handle, (now << 16) | 0x7000 | (BinaryPrimitives.ReadInt64BigEndian(handle) & 0x0FFF));
            handle[8] = (byte)((handle[8] & 0x3F) | 0x80);
            made[i] = (new(handle, bigEndian: true), own[HandleLength..].ToArray());
        }

        return made;
    }

    /// <summary>Keeps keys, wrapped under the current key-encryption key.</summary>
    private async ValueTask KeepAsync(
        Func<IReadOnlyList<WrappedKey>, CancellationToken, ValueTask> keep, (Guid Handle, byte[] Bytes)[] keys, CancellationToken cancellationToken)
    {
        var name = wrapping.Name;
        await keep(await WrapAsync(keys, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        // Whoever renewed it meanwhile, perhaps another process, may have gone through all keys before these were there, and retires the earlier one.
        while (wrapping.Name is var now && !string.Equals(now, name, StringComparison.Ordinal))
        {
            name = now;
            await store.ReplaceAsync(await WrapAsync(keys, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<WrappedKey[]> WrapAsync((Guid Handle, byte[] Bytes)[] keys, CancellationToken cancellationToken)
    {
        var wrapped = await wrapping.WrapAsync(Array.ConvertAll(keys, k => (ReadOnlyMemory<byte>)k.Bytes), cancellationToken).ConfigureAwait(false);
        return [.. keys.Zip(wrapped, (key, bytes) => new WrappedKey(key.Handle, bytes))];
    }

    private async ValueTask<(Guid Handle, byte[] Bytes)[]> UnwrapAsync(IReadOnlyList<WrappedKey> keys, CancellationToken cancellationToken)
    {
        var open = await wrapping.UnwrapAsync([.. keys.Select(k => k.Bytes)], cancellationToken).ConfigureAwait(false);
        return [.. keys.Zip(open, (key, bytes) => (key.Handle, bytes))];
    }

    private void Forget(IReadOnlyList<Guid> handles)
    {
        foreach (var handle in handles)
        {
            _open.Remove(handle);
        }
    }

    /// <summary>Makes keys beside the writer once half are used, so that it seldom waits for them. What goes wrong is told to whoever finds none; until that one has made some, it is not tried again.</summary>
    private void RefillEarly()
    {
        if (_early.Exception is null && _early.IsCompleted && _spare.Count < _batch / 4)
        {
            _early = Task.Run(() => ReserveAsync(_batch / 2, CancellationToken.None).AsTask());
        }
    }
}
