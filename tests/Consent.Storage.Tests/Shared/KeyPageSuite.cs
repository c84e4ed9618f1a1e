namespace Consent.Storage.Tests;

/// <summary>Pages of keys that several processes erase from, renew and add to: what holds whatever the database.</summary>
public abstract class KeyPageSuite
{
    /// <summary>How many keys a page has.</summary>
    protected const int KeysInPage = 64;

    /// <summary>A place in which nothing is yet.</summary>
    protected abstract Task<IKeyPagePlace> MakeAsync();

    [Fact]
    public async Task Two_that_erase_from_one_page_while_a_third_renews_leave_no_erased_key_and_every_other()
    {
        await using var place = await MakeAsync();
        await using var opened = new Opened(place);
        var one = opened.Next();
        var contacts = await FillAsync(one);
        var other = opened.Next();
        var third = opened.Next();
        var handles = await place.HandlesAsync();
        byte[][] before = [KeyPages.Part(await place.PageAsync(handles[0]), handles[0]), KeyPages.Part(await place.PageAsync(handles[1]), handles[1])];

        await Task.WhenAll(
            EraseAsync(one, contacts, n => n < 20 && n % 2 == 0),
            EraseAsync(other, contacts, n => n < 20 && n % 2 == 1),
            Task.Run(async () =>
            {
                for (var n = 0; n < 10; n++)
                {
                    await ((IKeyRotation)third).RotateKeyEncryptionKeyAsync(Some.Stop);
                    await third.CommitAsync(Some.First($"new {n}"));
                }
            }));

        for (var n = 0; n < KeysInPage; n++)
        {
            Assert.Equal(n >= 20, await HasKeyAsync(place, handles[n]));
        }

        var again = opened.Next();
        Assert.Equal(KeysInPage - 20 + 10, await again.ReadLogAsync(LogQuery.Everything, Some.Stop).CountAsync(Some.Stop));
        await place.AssertWipedAsync(before);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(place.KeyDirectory, "key-encryption.key"), Some.Stop));
    }

    [Fact]
    public async Task All_contacts_of_a_page_are_erased_and_the_page_stays_with_zeros()
    {
        await using var place = await MakeAsync();
        await using var opened = new Opened(place);
        var store = opened.Next();
        var contacts = await FillAsync(store);
        var handles = await place.HandlesAsync();
        Assert.All(handles, handle => Assert.Equal(KeyPages.NameOf(handles[0]), KeyPages.NameOf(handle)));

        await EraseAsync(store, contacts, _ => true);

        foreach (var handle in handles)
        {
            Assert.False(await HasKeyAsync(place, handle));
        }

        var again = opened.Next();
        Assert.IsType<CommitOutcome.Committed>((await again.CommitAsync(Some.First("ada")))[0]);
        Assert.False(await HasKeyAsync(place, handles[0]));
    }

    /// <summary>All contacts of one page.</summary>
    protected static async Task<ConsentCommit[]> FillAsync(IConsentStore store)
    {
        var contacts = Enumerable.Range(0, KeysInPage).Select(n => Some.First($"contact {n}")).ToArray();
        await store.CommitAsync(contacts);
        return contacts;
    }

    /// <summary>Erases some of them, one after the other.</summary>
    protected static Task EraseAsync(IConsentStore store, ConsentCommit[] contacts, Func<int, bool> isErased) => Task.Run(async () =>
    {
        for (var n = 0; n < contacts.Length; n++)
        {
            if (isErased(n))
            {
                var snapshot = contacts[n].Snapshots[0].Snapshot;
                Assert.True(await store.EraseAsync([new(snapshot.Id, snapshot.Revision.Incarnation, [new(n, n)], null)], Some.Stop));
            }
        }
    });

    /// <summary>Whether the key can be read.</summary>
    protected static async Task<bool> HasKeyAsync(IKeyPagePlace place, Guid handle) => await KeyPages.HasAsync(place.KeyDirectory, await place.PageAsync(handle), handle);

    /// <summary>Stores over one place, which go together.</summary>
    private sealed class Opened(IKeyPagePlace place) : IAsyncDisposable
    {
        private readonly List<IConsentStore> _stores = [];

        public IConsentStore Next()
        {
            _stores.Add(place.Open());
            return _stores[^1];
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var store in _stores)
            {
                await ((IAsyncDisposable)store).DisposeAsync();
            }
        }
    }
}
