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

    [Fact]
    public async Task A_commit_that_is_cancelled_wherever_it_waits_is_whole_or_absent()
    {
        var store = await OpenedAsync();
        ConsentCommit Both(int n)
        {
            var (a, b) = (Given.First(Given.Contact($"a{n}"), "1"), Given.First(Given.Contact($"b{n}"), "1"));
            return a with { Entries = [.. a.Entries, .. b.Entries], Snapshots = [.. a.Snapshots, .. b.Snapshots] };
        }

        await CancelledWhereverItWaitsAsync((n, token) => store.CommitAsync([Both(n)], token).AsTask(), async n =>
        {
            // It may still be under way, so what is looked at first may be earlier than what is looked at then.
            var size = (await store.HeadAsync()).Size;
            Assert.Equal(1, size % 2);
            var found = await store.FindAsync([new(Given.Contact($"a{n}")), new(Given.Contact($"b{n}"))], Cancellation);
            Assert.True(size == (2 * n) - 1 || found.All(f => f.Version == 1), "A cancelled commit left its entries without its snapshots.");

            var outcome = await store.CommitOneAsync(Both(n));
            Assert.True(outcome is CommitOutcome.AlreadyRecorded or CommitOutcome.Committed, "A cancelled commit cannot be repeated.");
            Assert.All(await store.FindAsync([new(Given.Contact($"a{n}")), new(Given.Contact($"b{n}"))], Cancellation), f => Assert.Equal(1, f.Version));
            Assert.Equal(1 + (2 * n), (await store.HeadAsync()).Size);
        });
    }

    [Fact]
    public async Task An_erasure_that_is_cancelled_wherever_it_waits_is_whole_or_absent()
    {
        var store = await OpenedAsync();
        var contacts = 0;
        ContactErasure? erasure = null;
        async Task WriteAsync()
        {
            var contact = Given.Contact(++contacts);
            var first = Given.First(contact, "1");
            var logged = await store.WriteAsync(first, first.Next("2", 1));
            erasure = new(contact, Given.IncarnationOf(contact), IndexRanges.Of(logged.Select(e => e.Index)), null);
        }

        await WriteAsync();
        await CancelledWhereverItWaitsAsync((_, token) => store.EraseAsync([erasure!], token).AsTask(), async _ =>
        {
            var left = (await store.LogAsync(new() { Contact = erasure!.Contact })).Length;
            Assert.True(left == 2 || (left == 0 && (await store.FindOneAsync(erasure.Contact)).Version == 0), "A cancelled erasure took half.");
            await store.EraseAsync([erasure], Cancellation);
            Assert.Equal(StoredContact.Nothing, await store.FindOneAsync(erasure.Contact, Given.Change("1")));
            await WriteAsync();
        });
    }

    [Fact]
    public async Task A_checkpoint_that_is_cancelled_wherever_it_waits_is_kept_or_not()
    {
        var store = await OpenedAsync();
        StoredCheckpoint Of(int n) => new(n, Given.At(n), $"note {n}");

        await CancelledWhereverItWaitsAsync((n, token) => store.Log.AddCheckpointAsync(Of(n), token).AsTask(), async n =>
        {
            await store.Log.AddCheckpointAsync(Of(n), Cancellation);
            Assert.Equal(Of(n), await store.Log.LastCheckpointAsync(Cancellation));
        });
    }

    [Fact]
    public async Task A_reading_that_is_cancelled_wherever_it_waits_leaves_the_store_in_order()
    {
        var store = await OpenedAsync();
        await store.WriteAsync([.. Enumerable.Range(0, 20).Select(n => Given.First(Given.Contact(n), "1"))]);
        var lookups = Enumerable.Range(0, 20).Select(n => new ContactLookup(Given.Contact(n), Given.Change("1"))).ToList();
        Func<CancellationToken, Task>[] readings =
        [
            token => store.FindAsync(lookups, token).AsTask(),
            token => store.GetHeadAsync(token).AsTask(),
            token => ReadAsync(store.ReadLogAsync(LogQuery.Everything, token)),
            token => ReadAsync(store.ReadLogAsync(new() { Contact = Given.Contact(3) }, token)),
            token => ReadAsync(store.ScanAsync(default, token)),
            token => ReadAsync(store.Log.ReadAsync(0, long.MaxValue, token)),
            token => store.Log.FindNodesAsync([new(0, 3), new(2, 1)], token).AsTask(),
            token => store.Log.LastCheckpointAsync(token).AsTask(),
            token => ReadAsync(store.Log.ReadCheckpointsAsync(token)),
        ];
        foreach (var reading in readings)
        {
            await CancelledWhereverItWaitsAsync((_, token) => reading(token), async _ =>
            {
                Assert.Equal(21, (await store.LogAsync()).Length);
                Assert.Equal(20, (await store.ScanAsync()).Length);
            });
        }

        await store.WriteAsync(Given.Reading(default, 30));
        Assert.Equal(22, (await store.SealedAsync()).Length);
    }

    /// <summary>A store that has opened what it opens at its first call.</summary>
    private async Task<IConsentStore> OpenedAsync()
    {
        var store = await CreateAsync();
        await store.WriteAsync(Given.Reading(default, 0));
        return store;
    }

    /// <summary>Makes a call again and again, cancelled at its first await, at its second, and so on, until it has no more; and looks at the store after each.</summary>
    private static async Task CancelledWhereverItWaitsAsync(Func<int, CancellationToken, Task> call, Func<int, Task> after)
    {
        const int Most = 1000;
        for (var n = 1; n <= Most; n++)
        {
            var at = n;
            var (isDone, hasCancelled) = await ResumeCounter.RunAsync(at, token => call(at, token)).WaitAsync(TimeSpan.FromMinutes(2), Cancellation);
            Assert.True(isDone || hasCancelled, "A call says that it was cancelled, and was not.");
            await after(at);
            if (!hasCancelled)
            {
                return;
            }
        }

        Assert.Fail($"The call still waits after it went on {Most} times.");
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
