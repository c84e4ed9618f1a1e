using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>Readings that are longer than any page a store may read at once miss nothing and give nothing twice, also while others write and erase.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class PagingConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    /// <summary>Longer than the pages of the stores that we know; a store with longer pages reads all at once.</summary>
    private const int Long = 700;

    [Fact]
    public async Task A_long_log_is_read_whole_by_every_way_of_reading()
    {
        var store = await CreateAsync();
        await store.WriteAsync([.. Enumerable.Range(0, Long).Select(n => Given.Reading(n % 2 == 0 ? Given.Contact("a") : default, n))]);
        var all = Enumerable.Range(0, Long).Select(n => (long)n).ToList();

        Assert.Equal(all, (await store.LogAsync()).Select(e => e.Index));
        Assert.Equal(all, (await store.SealedAsync()).Select(e => e.Index));
        Assert.Equal(all.Where(n => n % 2 == 0), (await store.LogAsync(new() { Contact = Given.Contact("a") })).Select(e => e.Index));
        Assert.Equal(all.Where(n => n >= 300), (await store.LogAsync(new() { From = 300, Type = AuditEntryType.Read })).Select(e => e.Index));
        Assert.Equal(all.Where(n => n < 600), (await store.LogAsync(new() { To = 600 })).Select(e => e.Index));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public async Task Pages_of_the_log_by_index_meet_every_entry_once_while_others_write(int size)
    {
        var store = await CreateAsync();
        var writing = WriteAsync(store, Math.Min(100, 10 * size), contacts: 5);
        var met = new List<long>();
        while (!writing.IsCompleted || met.Count < (await store.HeadAsync()).Size)
        {
            var page = new List<long>();
            await foreach (var entry in store.ReadLogAsync(new() { From = met.Count }, Cancellation))
            {
                page.Add(entry.Index);
                if (page.Count == size)
                {
                    break;
                }
            }

            met.AddRange(page);

            // A store may answer at once each time: then the writers would wait for a thread.
            await Task.Yield();
        }

        await writing;
        Assert.Equal(Enumerable.Range(0, met.Count).Select(n => (long)n), met);
    }

    [Fact]
    public async Task A_reading_of_the_log_under_way_misses_nothing_that_stays_while_others_write_and_erase()
    {
        var store = await CreateAsync();
        ConsentCommit[] first = [.. Enumerable.Range(0, Long).Select(n => Given.First(Given.Contact(n), "1"))];
        await store.WriteAsync(first);
        var met = new List<long>();
        await foreach (var entry in store.ReadLogAsync(LogQuery.Everything, Cancellation))
        {
            met.Add(entry.Index);
            if (met.Count is 100 or 300 or 500)
            {
                // Behind the reader: one that counts its way would skip as many.
                await store.EraseAllOfAsync(Given.Contact(met.Count - 50), null);
                await store.WriteAsync(Given.Reading(default, met.Count));
            }
        }

        Assert.Equal(met.Distinct().Order(), met);
        Assert.Empty(Enumerable.Range(0, Long).Select(n => (long)n).Except(met));
    }

    [Fact]
    public async Task A_reading_of_sealed_entries_under_way_has_no_gap_while_others_write_and_erase()
    {
        var store = await CreateAsync();
        await store.WriteAsync([.. Enumerable.Range(0, Long).Select(n => Given.First(Given.Contact(n), "1"))]);
        var met = new List<long>();
        await foreach (var entry in store.Log.ReadAsync(0, long.MaxValue, Cancellation))
        {
            met.Add(entry.Index);
            if (met.Count is 100 or 400)
            {
                await store.EraseAllOfAsync(Given.Contact(met.Count - 50), null);
                await store.EraseAllOfAsync(Given.Contact(met.Count + 200), null);
                await store.WriteAsync(Given.Reading(default, met.Count));
            }
        }

        Assert.True(met.Count >= Long, "Entries that were there when the reading began are missing.");
        Assert.Equal(Enumerable.Range(0, met.Count).Select(n => (long)n), met);
    }

    [Fact]
    public async Task A_long_scan_under_way_meets_what_stays_exactly_once_while_others_write_and_erase()
    {
        var store = await CreateAsync();
        await store.WriteAsync([.. Enumerable.Range(0, Long).Select(n => Given.First(Given.Contact(n), "1"))]);
        var met = new List<ContactId>();
        await foreach (var snapshot in store.ScanAsync(default, Cancellation))
        {
            met.Add(snapshot.Id);
            if (met.Count is 100 or 300 or 500)
            {
                // More goes than comes behind it.
                await store.EraseAllOfAsync(Given.Contact(met.Count - 50), null);
                await store.EraseAllOfAsync(Given.Contact(met.Count - 51), null);
                await store.WriteAsync(Given.First(Given.Contact($"b{met.Count}"), "1"), Given.First(Given.Contact($"z{met.Count}"), "1"));
            }
        }

        Assert.Equal(met.Distinct().Order(), met);
        Assert.Empty(Enumerable.Range(0, Long).Select(Given.Contact).Except(met));
    }

    private static Task WriteAsync(IConsentStore store, int commits, int contacts) => Task.WhenAll(Enumerable.Range(0, contacts).Select(c => Task.Run(
        async () =>
        {
            for (var n = 0; n < commits / contacts; n++)
            {
                await store.WriteAsync(Given.Reading(Given.Contact(c), n), Given.Reading(default, n));
            }
        },
        Cancellation)));
}
