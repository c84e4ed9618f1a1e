using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>Whoever cancels is not kept waiting; a commit that was cancelled is whole or absent, and can be repeated.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class CancellationConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly CancellationToken s_cancelled = new(canceled: true);

    [Fact]
    public async Task Every_call_heeds_a_token_that_is_cancelled_already()
    {
        var store = await CreateAsync();
        await store.WriteAsync(Given.First(Given.Contact("a"), "1"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.FindAsync([new(Given.Contact("a"))], s_cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.CommitAsync([Given.Reading(default, 1)], s_cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GetHeadAsync(s_cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(store.ReadLogAsync(LogQuery.Everything, s_cancelled)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(store.ScanAsync(default, s_cancelled)));
    }

    [Fact]
    public async Task A_reading_of_the_log_stops_in_the_middle()
    {
        var store = await CreateAsync();
        await store.WriteAsync([.. Enumerable.Range(0, 50).Select(n => Given.Reading(default, n))]);
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(store.ReadLogAsync(LogQuery.Everything, source.Token), source));
    }

    [Fact]
    public async Task A_scan_stops_in_the_middle()
    {
        var store = await CreateAsync();
        await store.WriteAsync([.. Enumerable.Range(0, 50).Select(n => Given.First(Given.Contact(n), "1"))]);
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadAsync(store.ScanAsync(default, source.Token), source));
    }

    [Fact]
    public async Task A_cancelled_commit_is_whole_or_absent_and_can_be_repeated()
    {
        var store = await CreateAsync();
        for (var n = 0; n < 40; n++)
        {
            var (a, b) = (Given.First(Given.Contact($"a{n}"), "1"), Given.First(Given.Contact($"b{n}"), "1"));
            var both = a with { Entries = [.. a.Entries, .. b.Entries], Snapshots = [.. a.Snapshots, .. b.Snapshots] };
            using var source = new CancellationTokenSource(TimeSpan.FromMicroseconds(n * 25));
            try
            {
                await store.CommitAsync([both], source.Token);
            }
            catch (OperationCanceledException)
            {
                // Whether it was written is what is looked at next; it may also be written just now.
            }

            var size = (await store.HeadAsync()).Size;
            Assert.Equal(0, size % 2);
            var outcome = await store.CommitOneAsync(both);
            Assert.Equal(2 * (n + 1), (await store.HeadAsync()).Size);
            Assert.True(outcome is CommitOutcome.AlreadyRecorded || (outcome is CommitOutcome.Committed && size == 2 * n));
            Assert.All(await store.FindAsync([new(a.Contact), new(b.Contact)], Cancellation), f => Assert.Equal(1, f.Version));
        }
    }

    private static async Task ReadAsync<T>(IAsyncEnumerable<T> items, CancellationTokenSource? cancelAtThird = null)
    {
        var read = 0;
        await foreach (var item in items)
        {
            if (++read == 3 && cancelAtThird is not null)
            {
                await cancelAtThird.CancelAsync();
            }
        }
    }
}
