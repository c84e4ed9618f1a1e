namespace Consent.Storage;

/// <summary>Pages of keys: made whole and added once, replaced by who erases or renews. Whoever finds that another was quicker reads again.</summary>
public sealed partial class ContactKeyRing
{
    // 1 MB of keys.
    private const int PagesAtOnce = 512;

    /// <summary>Removes keys for good: overwrites them with zeros in their pages, and wipes what these were before.</summary>
    /// <exception cref="ConsentStoreException">The key store or the wrapping key is in trouble, or a page does not open; the keys that are in others are removed.</exception>
    public async ValueTask RemoveAsync(IReadOnlyList<Guid> handles, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(handles);
        // The page of zeros holds no contact's key.
        var doomed = handles.ToLookup(KeyPage.NameOf);
        Guid[] names = [.. doomed.Select(page => page.Key).Where(name => name != Guid.Empty)];
        if (names.Length == 0)
        {
            return;
        }

        Forget(handles);
        ConsentStoreException? damage = null;
        foreach (var some in names.Chunk(PagesAtOnce))
        {
            damage = await OverwriteAsync(some, doomed, cancellationToken).ConfigureAwait(false) ?? damage;
        }

        // Always: who overwrote them may have been stopped before this.
        await store.WipeAsync(cancellationToken).ConfigureAwait(false);
        // Those too that somebody has found until now.
        Interlocked.Increment(ref _removals);
        Forget(handles);
        if (damage is not null)
        {
            throw damage;
        }
    }

    /// <summary>Renews the wrapping key, wraps every page under it, and retires the earlier one. What stops it is carried on by doing it again: keys unwrap all the while.</summary>
    /// <exception cref="ConsentStoreException">The key store or the wrapping key is in trouble.</exception>
    public async ValueTask<KeyRotation> RotateAsync(CancellationToken cancellationToken)
    {
        // The page of zeros first: pages are added beside it, so from then on none comes that was wrapped before.
        var pages = await store.FindAsync([Guid.Empty], cancellationToken).ConfigureAwait(false);
        if (pages.Count == 0)
        {
            throw Missing("nothing is renewed beside what is missing");
        }

        var before = wrapping.Name;
        await wrapping.RenewAsync(cancellationToken).ConfigureAwait(false);
        var renewed = wrapping.Name;
        while (pages.Count > 0)
        {
            await RewrapAsync(pages, cancellationToken).ConfigureAwait(false);
            pages = await store.ScanAsync(pages[^1].Name, cancellationToken).ConfigureAwait(false);
        }

        // Where another process has renewed it since, that one goes through all pages, and retires.
        await wrapping.RetireAsync(renewed, cancellationToken).ConfigureAwait(false);
        return new(before, renewed);
    }

    /// <summary>Makes pages full of keys, and adds them under the current key-encryption key.</summary>
    private async ValueTask<KeyPage[]> MakeAsync(int count, CancellationToken cancellationToken)
    {
        var made = KeyPage.Make(count);
        while (true)
        {
            // Whoever renews begins with the page of zeros. Beside that one as it was before these are wrapped, they are there before it goes through the others, or not at all.
            if (await store.FindAsync([Guid.Empty], cancellationToken).ConfigureAwait(false) is not [var beside])
            {
                throw Missing("no contact's key is made");
            }

            if (await store.AddAsync(await WrapAsync(made, cancellationToken).ConfigureAwait(false), beside, cancellationToken).ConfigureAwait(false))
            {
                return made;
            }
        }
    }

    /// <summary>Until it is this one who has replaced each page since the wrapping key was renewed.</summary>
    private async ValueTask RewrapAsync(IReadOnlyList<WrappedKeyPage> pages, CancellationToken cancellationToken)
    {
        while (pages.Count > 0)
        {
            var opened = await OpenAsync(pages, cancellationToken).ConfigureAwait(false);
            var replaced = await ReplaceAsync(opened, cancellationToken).ConfigureAwait(false);
            Guid[] left = [.. pages.Select(page => page.Name).Where(name => !replaced.Contains(name))];
            pages = left.Length == 0 ? [] : await store.FindAsync(left, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Overwrites keys in their pages, until they read as zeros.</summary>
    /// <returns>Why the keys of some pages could not be; <see langword="null"/>: all were.</returns>
    private async ValueTask<ConsentStoreException?> OverwriteAsync(Guid[] names, ILookup<Guid, Guid> doomed, CancellationToken cancellationToken)
    {
        try
        {
            while (names.Length > 0)
            {
                var changed = (await ReadPagesAsync(names, cancellationToken).ConfigureAwait(false)).Where(page => page.Open.Erase(doomed[page.Read.Name])).ToList();
                await ReplaceAsync(changed, cancellationToken).ConfigureAwait(false);
                names = [.. changed.Select(page => page.Read.Name)];
            }

            return null;
        }
        catch (ConsentStoreException trouble) when (!trouble.IsTransient)
        {
            if (names.Length == 1)
            {
                return trouble;
            }
        }

        // One that does not open keeps no other from being overwritten.
        ConsentStoreException? damage = null;
        foreach (var name in names)
        {
            damage = await OverwriteAsync([name], doomed, cancellationToken).ConfigureAwait(false) ?? damage;
        }

        return damage;
    }

    private async ValueTask<IReadOnlyList<(WrappedKeyPage Read, KeyPage Open)>> ReadPagesAsync(Guid[] names, CancellationToken cancellationToken) =>
        await OpenAsync(await store.FindAsync(names, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Opens pages. One that does not open may have been wrapped anew since it was read, and the key that it was under retired: then it is read again.</summary>
    private async ValueTask<IReadOnlyList<(WrappedKeyPage Read, KeyPage Open)>> OpenAsync(IReadOnlyList<WrappedKeyPage> pages, CancellationToken cancellationToken)
    {
        while (pages.Count > 0)
        {
            try
            {
                var open = await wrapping.UnwrapAsync([.. pages.Select(page => page.Bytes)], cancellationToken).ConfigureAwait(false);
                return [.. pages.Zip(open, (page, content) => (page, KeyPage.Read(page.Name, content)))];
            }
            catch (ConsentStoreException trouble) when (!trouble.IsTransient)
            {
                var before = pages.ToDictionary(page => page.Name, page => page.Bytes);
                pages = await store.FindAsync([.. before.Keys], cancellationToken).ConfigureAwait(false);
                if (pages.Count == before.Count && pages.All(page => before[page.Name].Span.SequenceEqual(page.Bytes.Span)))
                {
                    throw;
                }
            }
        }

        return [];
    }

    private async ValueTask<IReadOnlySet<Guid>> ReplaceAsync(IReadOnlyList<(WrappedKeyPage Read, KeyPage Open)> pages, CancellationToken cancellationToken) =>
        pages.Count == 0
            ? new HashSet<Guid>()
            : await store.ReplaceAsync([.. pages.Select(page => page.Read)], await WrapAsync([.. pages.Select(page => page.Open)], cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async ValueTask<WrappedKeyPage[]> WrapAsync(KeyPage[] pages, CancellationToken cancellationToken)
    {
        var wrapped = await wrapping.WrapAsync(Array.ConvertAll(pages, page => (ReadOnlyMemory<byte>)page.Content()), cancellationToken).ConfigureAwait(false);
        return [.. pages.Zip(wrapped, (page, bytes) => new WrappedKeyPage(page.Name, bytes))];
    }

    private void Forget(IReadOnlyList<Guid> handles)
    {
        foreach (var handle in handles)
        {
            _open.Remove(handle);
        }
    }

    private static ConsentStoreException Missing(string consequence) => new($"The key of the database is not in its key store: {consequence}. Bring the keys back from their backup.");
}
