namespace Consent.Storage.Tests;

/// <summary>Somebody who writes into the key store, and cannot read a key, puts a page where another one was.</summary>
public sealed class FoundByAttackOnKeyPages : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_erasure_in_a_page_that_has_anothers_place_takes_away_nobody_elses_key_and_is_not_said_to_be_done(bool isSwapped)
    {
        var store = new MemoryKeyStore();
        var wrapping = FileKeyEncryptionKey.Open(_folder.File("key"));
        var (ada, bea) = await TwoPagesAsync(store, wrapping);
        var (one, other) = (store.Pages[Page(ada)], store.Pages[Page(bea)]);
        store.Pages[one.Name] = new(one.Name, other.Bytes);
        store.Pages[other.Name] = isSwapped ? new(other.Name, one.Bytes) : other;

        await using (var ring = new ContactKeyRing(store, wrapping))
        {
            await Assert.ThrowsAsync<ConsentStoreException>(() => ring.RemoveAsync([ada.Handle], Some.Stop).AsTask());
        }

        store.Pages[one.Name] = one;
        store.Pages[other.Name] = isSwapped ? new(other.Name, store.Pages[other.Name].Bytes.Span.SequenceEqual(one.Bytes.Span) ? other.Bytes : store.Pages[other.Name].Bytes) : other;
        await using var later = new ContactKeyRing(store, wrapping);
        await later.RemoveAsync([ada.Handle], Some.Stop);
        Assert.Equal(bea.Bytes.ToArray(), Assert.Single(await later.FindAsync([ada.Handle, bea.Handle], Some.Stop)).Value);
    }

    [Fact]
    public async Task A_key_in_a_page_that_has_anothers_place_is_never_given_for_a_contacts()
    {
        var store = new MemoryKeyStore();
        var wrapping = FileKeyEncryptionKey.Open(_folder.File("key"));
        var (ada, bea) = await TwoPagesAsync(store, wrapping);
        store.Pages[Page(ada)] = new(Page(ada), store.Pages[Page(bea)].Bytes);

        await using var ring = new ContactKeyRing(store, wrapping);

        await Assert.ThrowsAsync<ConsentStoreException>(() => ring.FindAsync([ada.Handle], Some.Stop).AsTask());
    }

    private static async Task<(ContactKey Ada, ContactKey Bea)> TwoPagesAsync(MemoryKeyStore store, FileKeyEncryptionKey wrapping)
    {
        await using var ring = new ContactKeyRing(store, wrapping);
        await ring.OpenStoreKeyAsync(_ => new((Sha256Digest?)null), isEmpty: true, (made, _) => new(made), Some.Stop);
        await ring.ReserveAsync(128, Some.Stop);
        var taken = Enumerable.Range(0, 128).Select(_ => ring.Take()!).ToList();
        return (taken[0], taken.First(k => Page(k) != Page(taken[0])));
    }

    private static Guid Page(ContactKey key)
    {
        var name = key.Handle.ToByteArray(bigEndian: true);
        name[^1] = 0;
        return new(name, bigEndian: true);
    }
}
