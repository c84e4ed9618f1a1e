namespace Consent.Storage.Tests;

public sealed class ContactKeyRingTests : IDisposable
{
    private const int KeysInPage = 64;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_removed_key_is_not_remembered_by_somebody_who_was_looking_for_it()
    {
        var store = new MemoryKeyStore();
        await using var maker = await OpenedAsync(store);
        await maker.ReserveAsync(1, Some.Stop);
        var key = maker.Take()!;
        await using var ring = Open(store);
        store.AfterFinding = async () => await ring.RemoveAsync([key.Handle], Some.Stop);
        await ring.FindAsync([key.Handle], Some.Stop);

        Assert.Null(ring.Recall(key.Handle));
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public async Task Where_a_key_is_missing_the_rows_are_read_again(bool erasesBoth, int readings)
    {
        await using var ring = await OpenedAsync(new());
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
        await using var ring = await OpenedAsync(new());
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
        await using var ring = await OpenedAsync(new());
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
        await using var ring = await OpenedAsync(new());
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

    [Fact]
    public async Task Keys_of_a_page_are_found_together_and_a_place_of_zeros_is_no_key()
    {
        var store = new MemoryKeyStore();
        await using var ring = await OpenedAsync(store);
        await ring.ReserveAsync(1, Some.Stop);
        var keys = Enumerable.Range(0, KeysInPage).Select(_ => ring.Take()!).ToList();
        Assert.Equal(KeyPages.NameOf(keys[0].Handle), Assert.Single(keys.Select(k => KeyPages.NameOf(k.Handle)).Distinct()));

        // All of them, one after the other.
        foreach (var erased in keys)
        {
            await using var eraser = Open(store);
            await eraser.RemoveAsync([erased.Handle], Some.Stop);
            await using var after = Open(store);
            var found = await after.FindAsync(keys.Select(k => k.Handle), Some.Stop);
            Assert.Equal(keys.SkipWhile(k => k != erased).Skip(1).Select(k => k.Handle).Order(), found.Keys.Order());
            Assert.All(found, key => Assert.Equal(keys.Single(k => k.Handle == key.Key).Bytes.ToArray(), key.Value));
        }
    }

    [Fact]
    public async Task A_place_that_no_page_has_is_no_key_and_that_of_the_database_is_not_removed()
    {
        var store = new MemoryKeyStore();
        await using var ring = await OpenedAsync(store);
        var beyond = new Guid([.. new byte[15], 1], bigEndian: true);

        await ring.RemoveAsync([Guid.Empty, beyond], Some.Stop);

        await using var after = Open(store);
        Assert.Equal([Guid.Empty], (await after.FindAsync([Guid.Empty, beyond], Some.Stop)).Keys);
    }

    [Fact]
    public async Task No_key_is_made_where_that_of_the_database_is_missing()
    {
        var store = new MemoryKeyStore();
        await using var ring = await OpenedAsync(store);
        store.Pages.Clear();

        await Assert.ThrowsAsync<ConsentStoreException>(async () => await ring.ReserveAsync(1, Some.Stop));

        Assert.Empty(store.Pages);
        Assert.Null(ring.Take());
    }

    [Fact]
    public async Task A_page_that_does_not_open_is_told_and_keeps_no_other_key_from_being_removed()
    {
        var store = new MemoryKeyStore();
        await using var ring = await OpenedAsync(store);
        await ring.ReserveAsync(KeysInPage * 3, Some.Stop);
        var handles = Enumerable.Range(0, KeysInPage * 3).Select(_ => ring.Take()!.Handle).Where((_, n) => n % KeysInPage == 0).ToList();
        var (damaged, name) = (store.Pages[KeyPages.NameOf(handles[1])].Bytes.ToArray(), KeyPages.NameOf(handles[1]));
        damaged[100] ^= 1;
        store.Pages[name] = new(name, damaged);

        await using var eraser = Open(store);
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await eraser.RemoveAsync(handles, Some.Stop));

        await using var after = Open(store);
        Assert.Empty(await after.FindAsync([handles[0], handles[2]], Some.Stop));
        Assert.Empty(store.Old);
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await after.FindAsync([handles[1]], Some.Stop));
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await after.RotateAsync(Some.Stop));
    }

    private ContactKeyRing Open(MemoryKeyStore store) => new(store, FileKeyEncryptionKey.Open(_folder.File("key-encryption.key")));

    private async Task<ContactKeyRing> OpenedAsync(MemoryKeyStore store)
    {
        var ring = Open(store);
        await ring.OpenStoreKeyAsync(_ => new((Sha256Digest?)null), isEmpty: true, (value, _) => new(value), Some.Stop);
        return ring;
    }
}
