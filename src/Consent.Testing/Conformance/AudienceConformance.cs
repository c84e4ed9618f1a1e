using Consent.Storage;
using Xunit;

namespace Consent.Testing.Conformance;

/// <summary>Whoever follows a store's changes has, at any time, what a scan gives: no record missed, none met twice, none outlived. For stores that are an <see cref="IAudienceFeed"/>; others skip.</summary>
/// <inheritdoc cref="StoreConformance{TFixture}" path="/typeparam"/>
public abstract class AudienceConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static ContactId Ada => Given.Contact("ada");

    private static ContactId Bea => Given.Contact("bea");

    [Fact]
    public async Task An_empty_store_has_no_changes()
    {
        var (_, feed) = await CreateFeedAsync();

        Assert.Empty(await feed.ChangesAsync());
        Assert.Empty(await feed.FindByNumberAsync([], Cancellation));
    }

    [Fact]
    public async Task A_contact_is_met_once_with_its_latest_record_where_it_was_last_written()
    {
        var (store, feed) = await CreateFeedAsync();
        var first = Given.First(Ada, "1");
        var second = first.Next("2", 1);
        await store.WriteAsync(first, Given.First(Bea, "1"));
        var before = await feed.ChangesAsync();
        await store.WriteAsync(second);

        var after = await feed.ChangesAsync();

        Assert.Equal([Ada, Bea], before.Select(c => c.Snapshot!.Id));
        Assert.Equal([Bea, Ada], after.Select(c => c.Snapshot!.Id));
        Same.Snapshot(second.Snapshots[0].Snapshot, after[1].Snapshot);
        Assert.Equal(before[0].Number, after[1].Number);
        Assert.True(before[0].Position > 0 && after[1].Position > before[1].Position);
    }

    [Fact]
    public async Task What_was_given_is_not_given_again_and_what_comes_later_is()
    {
        var (store, feed) = await CreateFeedAsync();
        await store.WriteAsync(Given.First(Ada, "1"));
        var position = (await feed.ChangesAsync())[^1].Position;
        await store.WriteAsync(Given.Reading(Ada, 1));

        Assert.Empty(await feed.ChangesAsync(position));
        await store.WriteAsync(Given.First(Bea, "1"));

        Assert.Equal(Bea, Assert.Single(await feed.ChangesAsync(position)).Snapshot!.Id);
    }

    [Fact]
    public async Task Every_record_of_one_commit_is_met()
    {
        var (store, feed) = await CreateFeedAsync();
        var (one, other) = (Given.First(Ada, "1"), Given.First(Bea, "1"));
        var history = await store.WriteAsync(one, other);
        var position = (await feed.ChangesAsync())[^1].Position;

        await store.WriteAsync(Given.Linking(one.Snapshots[0].Snapshot, 1, other.Snapshots[0].Snapshot, 1, history, "link", 5));

        Assert.Equal([Ada, Bea], (await feed.ChangesAsync(position)).Select(c => c.Snapshot!.Id).Order());
    }

    [Fact]
    public async Task A_commit_that_was_not_made_changes_nothing()
    {
        var (store, feed) = await CreateFeedAsync();
        await store.WriteAsync(Given.First(Ada, "1"));
        var position = (await feed.ChangesAsync())[^1].Position;

        await store.CommitManyAsync(Given.First(Ada, "1", 7), Given.First(Ada, "2", 8));

        Assert.Empty(await feed.ChangesAsync(position));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_erased_contact_is_met_once_more_without_a_record(bool isClosed)
    {
        var (store, feed) = await CreateFeedAsync();
        await store.WriteAsync(Given.First(Ada, "1"), Given.First(Bea, "1"));
        var before = await feed.ChangesAsync();

        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 0)], isClosed ? Given.Closing(Ada, 9) : null)], Cancellation);

        var change = Assert.Single(await feed.ChangesAsync(before[^1].Position));
        Assert.Equal(before[0].Number, change.Number);
        Assert.Null(change.Snapshot);
        Assert.Equal([Bea], (await feed.ChangesAsync()).Select(c => c.Snapshot?.Id).OfType<ContactId>());
    }

    [Fact]
    public async Task A_suppressed_record_that_is_committed_is_none()
    {
        var (store, feed) = await CreateFeedAsync();
        await store.WriteAsync(Given.First(Ada, "1"));
        var before = (await feed.ChangesAsync())[0];

        await store.WriteAsync(new ConsentCommit { Snapshots = [new(Given.Closed(Ada, 20), 1)] });

        Assert.Null(Assert.Single(await feed.ChangesAsync(before.Position)).Snapshot);
        Assert.Null(Assert.Single(await feed.FindByNumberAsync([before.Number], Cancellation)));
    }

    [Fact]
    public async Task A_number_never_stands_for_another_contact()
    {
        var (store, feed) = await CreateFeedAsync();
        await store.WriteAsync(Given.First(Ada, "1"));
        var number = (await feed.ChangesAsync())[0].Number;
        await store.EraseAsync([new(Ada, Given.IncarnationOf(Ada), [new(0, 0)], null)], Cancellation);

        await store.WriteAsync(Given.First(Bea, "1"));

        Assert.NotEqual(number, (await feed.ChangesAsync())[^1].Number);
        Assert.Null(Assert.Single(await feed.FindByNumberAsync([number], Cancellation)));
    }

    [Fact]
    public async Task Records_are_found_by_number_in_the_order_asked()
    {
        var (store, feed) = await CreateFeedAsync();
        await store.WriteAsync(Given.First(Ada, "1"), Given.First(Bea, "1"));
        var numbers = (await feed.ChangesAsync()).ToDictionary(c => c.Snapshot!.Id, c => c.Number);
        var unknown = numbers.Values.Max() + 1000;

        var found = await feed.FindByNumberAsync([numbers[Bea], unknown, numbers[Ada], numbers[Bea]], Cancellation);

        Assert.Equal([Bea, null, Ada, Bea], found.Select(f => f?.Id));
        Same.Snapshot(await store.SnapshotOfAsync(Ada), found[2]);
    }

    [Fact]
    public async Task Following_and_scanning_give_the_same_after_any_history()
    {
        await CreateFeedAsync();
        await HoldsAsync(AudienceStep.Scripts(), async script =>
        {
            var (store, feed) = await CreateFeedAsync();
            var audience = new FollowedAudience();
            for (var i = 0; i < script.Length; i++)
            {
                await script[i].RunAsync(store, feed, audience, Given.At(60 + i));
            }

            await audience.FollowAsync(feed);
            await audience.AssertAsync(store, feed);
        });
    }

    [Fact]
    public async Task Following_while_others_write_misses_nothing()
    {
        var (store, feed) = await CreateFeedAsync();
        var audience = new FollowedAudience();
        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(() => WriteAsync(w), Cancellation)).ToArray();
        while (!Task.WhenAll(writers).IsCompleted)
        {
            await audience.FollowAsync(feed);
            await Task.Yield();
        }

        await Task.WhenAll(writers);
        await audience.FollowAsync(feed);
        await audience.AssertAsync(store, feed);

        // Each has its own contacts; some it erases.
        async Task WriteAsync(int writer)
        {
            for (var n = 0; n < 40; n++)
            {
                var contact = Given.Contact((writer * 100) + (n % 7));
                if (n % 11 == 10)
                {
                    await store.EraseAllOfAsync(contact, null);
                }
                else
                {
                    await store.ApplyAsync(Given.Withdrawal(contact, $"{n}", n), Given.At(n));
                }
            }
        }
    }

    [Fact]
    public async Task A_reading_that_is_cancelled_stops()
    {
        var (store, feed) = await CreateFeedAsync();
        await store.WriteAsync(Given.First(Ada, "1"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in feed.ReadChangesAsync(0, new CancellationToken(canceled: true)))
            {
            }
        });
    }

    private async ValueTask<(IConsentStore Store, IAudienceFeed Feed)> CreateFeedAsync()
    {
        var store = await CreateAsync();
        if (store is not IAudienceFeed feed)
        {
            Assert.Skip("This store tells no changes: audiences are counted by scanning it.");
            throw new InvalidOperationException("A skipped test goes no further.");
        }

        return (store, feed);
    }
}
