namespace Consent.Storage;

/// <summary>The keys of contacts, for a durable store: makes them ahead of need, a page at a time, remembers those used of late, and removes them for good. Thread-safe.</summary>
/// <param name="store">Keeps the wrapped keys.</param>
/// <param name="wrapping">Wraps them.</param>
public sealed partial class ContactKeyRing(IContactKeyStore store, IKeyEncryptionKey wrapping) : IAsyncDisposable
{
    private const int LeastSpare = KeyPage.Places;
    private const int MostSpare = 128 * KeyPage.Places;

    private const int Remembered = 50_000;

    private readonly SpareKeys _spare = new();
    private readonly SemaphoreSlim _refill = new(1, 1);
    private readonly RecentlyUsed<Guid, KeyBytes> _open = new(Remembered);
    private Task _early = Task.CompletedTask;
    private int _batch = LeastSpare;
    private int _removals;

    /// <summary>Sees to it that this many keys are made, wrapped and durable, ready for new contacts. Each call that has to make some makes more than the last one did. Those that are not used are lost when the process ends.</summary>
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

            _spare.Add(await MakeAsync((missing + KeyPage.Places - 1) / KeyPage.Places, cancellationToken).ConfigureAwait(false));
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
        if (!_spare.TryTake(out var key))
        {
            return null;
        }

        _open.Set(key.Handle, KeyBytes.Of(key.Bytes.Span));
        RefillEarly();
        return key;
    }

    /// <summary>A key used of late; <see langword="null"/> when it has to be found first.</summary>
    public byte[]? Recall(Guid handle) => _open.TryGet(handle, out var key) ? key.ToArray() : null;

    /// <summary>Takes a key back that was given to no contact after all.</summary>
    public void GiveBack(ContactKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _spare.GiveBack(key);
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
            foreach (var (handle, key) in await FindStoredAsync(missing, cancellationToken).ConfigureAwait(false))
            {
                found[handle] = key;
                _open.Set(handle, KeyBytes.Of(key));
                if (removals != Volatile.Read(ref _removals))
                {
                    // It may be one of those that were removed meanwhile.
                    _open.Remove(handle);
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

    /// <summary>Waits for the keys that are being made.</summary>
    public async ValueTask DisposeAsync()
    {
        await _early.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _refill.Dispose();
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
