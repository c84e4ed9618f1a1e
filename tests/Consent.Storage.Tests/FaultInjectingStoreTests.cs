using Consent.Storage.InMemory;
using Consent.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Consent.Storage.Tests;

public class FaultInjectingStoreTests
{
    private static readonly ContactId s_contact = ContactId.From("a");
    private readonly InMemoryConsentStore _inner = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_faults_it_passes_everything_on_and_counts()
    {
        var store = new FaultInjectingStore(_inner);

        await store.CommitAsync([Write(0)], Cancellation);

        Assert.Equal(1, (await store.FindAsync([new(s_contact)], Cancellation))[0].Version);
        Assert.Single(await store.ScanAsync(default, Cancellation).ToListAsync(Cancellation));
        Assert.Empty(await store.ReadLogAsync(LogQuery.Everything, Cancellation).ToListAsync(Cancellation));
        Assert.Equal(0, (await store.GetHeadAsync(Cancellation)).Size);
        Assert.Equal((1, 1), (store.Commits, store.Finds));
    }

    [Fact]
    public async Task A_commit_that_fails_before_is_not_written()
    {
        var store = new FaultInjectingStore(_inner).FailBeforeCommit(2);
        await store.CommitAsync([Write(0)], Cancellation);

        var error = await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.CommitAsync([Write(1)], Cancellation));

        Assert.True(error.IsTransient);
        Assert.Equal(1, await VersionAsync());
        await store.CommitAsync([Write(1)], Cancellation);
        Assert.Equal(2, await VersionAsync());
    }

    [Fact]
    public async Task A_lost_answer_leaves_the_commit_written()
    {
        var store = new FaultInjectingStore(_inner).LoseFirstAnswer();

        await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.CommitAsync([Write(0)], Cancellation));

        Assert.Equal(1, await VersionAsync());
    }

    [Fact]
    public async Task The_error_is_the_tests_choice()
    {
        var store = new FaultInjectingStore(_inner).FailFind(1, new TimeoutException()).FailAfterCommit(1, new ConsentStoreException("full"));

        await Assert.ThrowsAsync<TimeoutException>(async () => await store.FindAsync([], Cancellation));
        Assert.False((await Assert.ThrowsAsync<ConsentStoreException>(async () => await store.CommitAsync([], Cancellation))).IsTransient);
    }

    [Fact]
    public async Task Somebody_else_can_act_in_between()
    {
        var store = new FaultInjectingStore(_inner).MeanwhileBeforeCommit(1, async real => await real.CommitAsync([Write(0)], Cancellation));

        Assert.Equal(new CommitOutcome.Conflict(s_contact, 1), Assert.Single(await store.CommitAsync([Write(0)], Cancellation)));
    }

    [Fact]
    public async Task A_delayed_call_waits_for_the_clock_and_can_be_cancelled()
    {
        var time = new FakeTimeProvider();
        var store = new FaultInjectingStore(_inner).Delay(TimeSpan.FromSeconds(3), time);
        using var source = new CancellationTokenSource();
        var head = store.GetHeadAsync(Cancellation).AsTask();
        var cancelled = store.CommitAsync([Write(0)], source.Token).AsTask();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(head.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(0, (await head).Size);
        Assert.Equal(0, await VersionAsync());
    }

    private static ConsentCommit Write(long version) => new() { Snapshots = [new(ContactConsents.Empty(s_contact, ContactlabTaxonomy.Instance), version)] };

    private async Task<long> VersionAsync() => (await _inner.FindAsync([new(s_contact)], Cancellation))[0].Version;
}
