using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>A record has one number for as long as it lives, and a number is of one record or of nobody. For stores that are an <see cref="IRecordNumbers"/>; others skip.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class RecordNumberConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static ContactId Ada { get; } = ContactId.From("ada");

    private static ContactId Bea { get; } = ContactId.From("bea");

    private static ContactId Nobody { get; } = ContactId.From("nobody");

    [Fact]
    public async Task A_record_is_found_by_its_number_which_stays_through_changes()
    {
        var store = await WrittenAsync();
        var numbers = await NumbersAsync(store, Ada, Nobody, Bea, Ada);

        Assert.Equal((numbers[0], null), (numbers[3], numbers[1]));
        Assert.Equal(3, numbers.Distinct().Count());
        Assert.Equal([Bea, Ada, Bea], await ContactsAsync(store, numbers[2]!.Value, numbers[0]!.Value, numbers[2]!.Value));

        var record = await store.FindOneAsync(Ada);
        await store.WriteAsync(Given.Commit(record.Snapshot!, record.Version, Given.Withdrawal(Ada, "later", 20), Given.At(20)));

        Assert.Equal(numbers[0], (await NumbersAsync(store, Ada))[0]);
        Assert.Equal([Ada], await ContactsAsync(store, numbers[0]!.Value));
    }

    [Fact]
    public async Task A_number_that_nobody_made_is_nobodys()
    {
        var store = await WrittenAsync();
        Guid[] strange = [Guid.Empty, Guid.AllBitsSet, .. Enumerable.Range(0, 50).Select(_ => Guid.NewGuid())];

        Assert.All(await ContactsAsync(store, strange), found => Assert.Null(found));
        Assert.Empty(await ContactsAsync(store));
        Assert.Empty(await NumbersAsync(store));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Once_a_record_was_erased_its_number_is_nobodys_and_a_later_life_has_another(bool isClosed)
    {
        var store = await WrittenAsync();
        var before = (await NumbersAsync(store, Ada, Bea)).Select(n => n!.Value).ToArray();
        await store.EraseAllOfAsync(Ada, isClosed ? Given.Closing(Ada, 9) : null);

        Assert.Null((await NumbersAsync(store, Ada))[0]);
        Assert.Equal([null, Bea], await ContactsAsync(store, before));

        var closed = (await store.FindOneAsync(Ada)).Version;
        var next = Given.Nothing(Ada).Apply(Given.Withdrawal(Ada, "new", 30), Given.Rules, new(Given.At(30), Given.Client, ChangePort.Bulk, Guid.AllBitsSet));
        await store.WriteAsync(new ConsentCommit { Contact = Ada, Change = Given.Change("new"), Entries = [next.Entry!], Snapshots = [new(next.Changed[0], closed)] });

        var after = (await NumbersAsync(store, Ada))[0]!.Value;
        Assert.NotEqual(before[0], after);
        Assert.Equal([null, Ada], await ContactsAsync(store, before[0], after));
    }

    [Fact]
    public async Task Numbers_are_the_same_after_a_restart()
    {
        var store = await WrittenAsync();
        var before = await NumbersAsync(store, Ada, Bea);
        var reopened = await ReopenAsync(store);

        Assert.Equal(before, await NumbersAsync(reopened, Ada, Bea));
        Assert.Equal([Ada, Bea], await ContactsAsync(reopened, [.. before.Select(n => n!.Value)]));
    }

    private async Task<IConsentStore> WrittenAsync()
    {
        var store = await CreateAsync();
        if (store is not IRecordNumbers)
        {
            Assert.Skip("The store has no numbers of records.");
        }

        await store.WriteAsync(Given.Commit(Given.Nothing(Ada), 0, Given.Withdrawal(Ada, "ada-1", 1), Given.At(1)), Given.Commit(Given.Nothing(Bea), 0, Given.Withdrawal(Bea, "bea-1", 2), Given.At(2)));
        return store;
    }

    private static async Task<IReadOnlyList<Guid?>> NumbersAsync(IConsentStore store, params ContactId[] contacts) => await ((IRecordNumbers)store).NumbersOfAsync(contacts, Cancellation);

    private static async Task<IReadOnlyList<ContactId?>> ContactsAsync(IConsentStore store, params Guid[] numbers) => await ((IRecordNumbers)store).ContactsOfAsync(numbers, Cancellation);
}
