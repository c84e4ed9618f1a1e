using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>A scan goes through all records in ordinal order of their ids, and meets each that exists all the while exactly once, also while others write.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class ScanConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    /// <summary>In ordinal order of UTF-16 code units: not that of any language, and not that of UTF-8 bytes, which has U+FFFD before the emoji.</summary>
    private static readonly string[] s_ordinal = ["!", "1", "10", "2", "A", "B", "Z", "_", "a", "a ", "a!", "aa", "b", "z", "\u00e0", "\u0131", "\u4e2d", "\ud83d\ude00", "\uffee", "\ufffd"];

    [Fact]
    public async Task An_empty_store_has_nothing_to_scan()
    {
        var store = await CreateAsync();

        Assert.Empty(await store.ScanAsync());
        Assert.Empty(await store.ScanAsync(Given.Contact("a")));
    }

    [Fact]
    public async Task Records_come_in_ordinal_order_whatever_the_order_of_writing()
    {
        var store = await CreateAsync();
        await FillAsync(store);

        Assert.Equal(s_ordinal, (await store.ScanAsync()).Select(s => s.Id.Value), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_scan_starts_after_the_id_given_whether_or_not_it_exists()
    {
        var store = await CreateAsync();
        await FillAsync(store);
        foreach (var after in s_ordinal.Concat(["0", "a\u0001", "m", "\u00e1", "\ue000", "\uffff"]))
        {
            var expected = s_ordinal.Where(id => string.CompareOrdinal(id, after) > 0);

            Assert.Equal(expected, (await store.ScanAsync(Given.Contact(after))).Select(s => s.Id.Value), StringComparer.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public async Task Pages_by_key_meet_every_record_once(int size)
    {
        var store = await CreateAsync();
        await FillAsync(store);
        var met = new List<string>();
        var after = default(ContactId);
        while (await store.ScanAsync(after, size) is { IsEmpty: false } page)
        {
            met.AddRange(page.Select(s => s.Id.Value));
            after = page[^1].Id;
        }

        Assert.Equal(s_ordinal, met, StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_scan_gives_the_records_as_they_were_last_committed()
    {
        var store = await CreateAsync();
        var first = Given.First(Given.Contact("a"), "1");
        await store.WriteAsync(first, first.Next("2", 2));

        Same.Snapshot(first.Next("2", 2).Snapshots[0].Snapshot, Assert.Single(await store.ScanAsync()));
    }

    [Fact]
    public async Task A_contact_that_was_only_read_about_has_no_record()
    {
        var store = await CreateAsync();

        await store.WriteAsync(Given.Reading(Given.Contact("a"), 1));

        Assert.Empty(await store.ScanAsync());
    }

    [Fact]
    public async Task Paging_while_others_write_meets_what_exists_all_the_while_exactly_once()
    {
        var store = await CreateAsync();
        ConsentCommit[] old = [.. Enumerable.Range(0, 100).Select(n => Given.First(Given.Contact(n * 10), "1"))];
        await store.WriteAsync(old);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var writer = Task.Run(() => WriteAsync(done.Token), Cancellation);
        for (var round = 0; round < 5; round++)
        {
            var met = new List<ContactId>();
            var after = default(ContactId);
            while (await store.ScanAsync(after, 7) is { IsEmpty: false } page)
            {
                met.AddRange(page.Select(s => s.Id));
                after = page[^1].Id;
                await Task.Yield();
            }

            Assert.Equal(met.Distinct().Order(), met);
            Assert.Empty(old.Select(c => c.Contact).Except(met));
        }

        await done.CancelAsync();
        await writer;

        // New records before, between and after the old ones; the old ones change.
        async Task WriteAsync(CancellationToken stop)
        {
            for (var n = 1; n < 1000 && !stop.IsCancellationRequested; n++)
            {
                var index = n % old.Length;
                old[index] = old[index].Next($"{n}", n);
                var fresh = n % 10 == 0 ? Given.Contact($"a{n}") : Given.Contact(n);
                await store.CommitManyAsync(old[index], Given.First(fresh, "1", n));
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task A_scan_under_way_meets_what_exists_all_the_while_exactly_once()
    {
        var store = await CreateAsync();
        await store.WriteAsync([.. Enumerable.Range(0, 50).Select(n => Given.First(Given.Contact(n * 10), "1"))]);
        var met = new List<ContactId>();
        await foreach (var snapshot in store.ScanAsync(default, Cancellation))
        {
            met.Add(snapshot.Id);
            if (met.Count % 5 == 0)
            {
                await store.CommitManyAsync(Given.First(Given.Contact((met.Count * 7) + 1), "1"), Given.First(Given.Contact($"0{met.Count}"), "1"));
            }
        }

        Assert.Equal(met.Distinct().Order(), met);
        Assert.Empty(Enumerable.Range(0, 50).Select(n => Given.Contact(n * 10)).Except(met));
    }

    private static async Task FillAsync(IConsentStore store)
    {
        foreach (var id in s_ordinal.Reverse().OrderBy(id => id.Length % 2))
        {
            await store.WriteAsync(Given.First(Given.Contact(id), "1"));
        }
    }
}
