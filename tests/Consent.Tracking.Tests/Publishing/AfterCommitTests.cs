using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>What follows a commit never fails it: signers and places that throw or hang.</summary>
public sealed class AfterCommitTests : IDisposable
{
    private readonly EcdsaSigner _signer = new();
    private readonly List<long> _published = [];
    private readonly SemaphoreSlim _free = new(0);

    public void Dispose() => _free.Dispose();

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(ConsentStoreException))]
    [InlineData(typeof(OperationCanceledException))]
    public async Task A_signer_that_throws_fails_no_change_and_signs_again_later(Type trouble)
    {
        using var host = Host();
        _signer.Trouble = () => trouble == typeof(ConsentStoreException) ? new ConsentStoreException("away") : (Exception)Activator.CreateInstance(trouble)!;

        await RecordAsync(host, Ada);
        await RecordAsync(host, Bea);
        Assert.Equal(1, _signer.Calls);
        await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await host.Audit.CheckpointAsync(Stop));
        Assert.Empty(_published);

        _signer.Trouble = null;
        await Eventually.IsTrueAsync(() => Last() == 2, host.Clock);
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await RecordAsync(host, ContactId.From("carl"));
        Assert.Equal(3, Last());
    }

    [Fact]
    public async Task A_signer_that_hangs_holds_one_commit_for_a_limited_time_and_others_not_at_all()
    {
        using var host = Host();
        _signer.Gate = new TaskCompletionSource();
        var held = RecordAsync(host, Ada);
        await Eventually.IsTrueAsync(() => _signer.Calls == 1);
        await RecordAsync(host, Bea).WaitAsync(TimeSpan.FromSeconds(10), Stop);
        Assert.False(held.IsCompleted);

        host.Clock.Advance(TimeSpan.FromSeconds(5));
        await held;
        await RecordAsync(host, ContactId.From("carl"));
        _signer.Gate.SetResult();
        await Eventually.IsTrueAsync(() => Last() == 1);
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await RecordAsync(host, ContactId.From("dora"));
        await Eventually.IsTrueAsync(() => Last() == 4);
    }

    [Fact]
    public async Task A_signer_that_never_answers_is_given_up_and_tried_again()
    {
        using var host = Host();
        _signer.Gate = new TaskCompletionSource();
        var held = RecordAsync(host, Ada);
        await Eventually.IsTrueAsync(() => _signer.Calls == 1);
        _signer.Gate = null;

        await Eventually.IsTrueAsync(() => held.IsCompleted && Last() == 1, host.Clock, TimeSpan.FromSeconds(10));
        await held;
    }

    [Fact]
    public async Task A_place_that_hangs_holds_up_neither_the_others_nor_later_commits_and_gets_the_newest_when_it_goes_on()
    {
        var others = new List<long>();
        using var host = Host(builder => builder.PublishCheckpointsTo(_ => Place(others)), async _ => await _free.WaitAsync(CancellationToken.None));
        var held = RecordAsync(host, Ada);
        await Eventually.IsTrueAsync(() => others is [1]);
        Assert.False(held.IsCompleted);
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        await held;

        foreach (var name in new[] { "bea", "carl", "dora" })
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            await RecordAsync(host, ContactId.From(name));
        }

        // Where the clock went on just before the first of them was done, it counts as one that hangs too, and may be given the newest alone.
        await Eventually.IsTrueAsync(() => others is [1, .., 4]);
        Assert.Empty(_published);
        _free.Release(10);
        await Eventually.IsTrueAsync(() => Last() == 4);
        Assert.Equal([1, 4], _published);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await RecordAsync(host, ContactId.From("emma"));
        Assert.Equal([1, 4, 5], _published);
    }

    [Fact]
    public async Task A_place_that_blocks_its_thread_or_throws_at_once_is_no_other_matter()
    {
        var calls = 0;
        using var host = Host(
            builder => builder.PublishCheckpointsTo(_ => new DelegateCheckpointSink((_, _) => Interlocked.Increment(ref calls) > 0 ? throw new InvalidOperationException("no place") : default)),
            _ =>
            {
                _free.Wait(CancellationToken.None);
                return Task.CompletedTask;
            });
        var held = RecordAsync(host, Ada);
        await Eventually.IsTrueAsync(() => calls == 1);
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        await held;
        _free.Release();
        await Eventually.IsTrueAsync(() => Last() == 1);
    }

    [Fact]
    public async Task Whoever_asks_for_a_checkpoint_is_told_that_a_place_did_not_take_it()
    {
        var isDown = true;
        using var host = Host(null, _ => isDown ? throw new IOException("unreachable") : Task.CompletedTask);
        await RecordAsync(host, Ada);
        var told = await Assert.ThrowsAsync<ConsentStoreException>(async () => await host.Audit.CheckpointAsync(Stop));
        Assert.Contains("1 place(s)", told.Message, StringComparison.Ordinal);

        isDown = false;
        await Eventually.IsTrueAsync(() => Last() == 1, host.Clock);
        Assert.Equal(1, (await host.Audit.CheckpointAsync(Stop)).Checkpoint.Size);
    }

    [Fact]
    public async Task A_process_that_ends_in_good_order_covers_its_log()
    {
        var host = Host();
        await RecordAsync(host, Ada);
        await RecordAsync(host, Bea);
        Assert.Equal(1, Last());

        await host.DisposeAsync();

        Assert.Equal(2, Last());
    }

    private static async Task RecordAsync(TrackedHost host, ContactId contact) =>
        Assert.Equal(ChangeOutcome.Recorded, (await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(contact).Object(PurposePath.All), Stop)).Outcome);

    private static DelegateCheckpointSink Place(List<long> published, Func<SignedCheckpoint, Task>? before = null) => new(async (checkpoint, _) =>
    {
        await (before?.Invoke(checkpoint) ?? Task.CompletedTask);
        lock (published)
        {
            published.Add(checkpoint.Checkpoint.Size);
        }
    });

    private long Last()
    {
        lock (_published)
        {
            return _published.LastOrDefault();
        }
    }

    private TrackedHost Host(Action<ConsentBuilder>? publish = null, Func<SignedCheckpoint, Task>? before = null) => new(publish: builder =>
    {
        builder.SignCheckpoints(_ => _signer).PublishCheckpointsTo(_ => Place(_published, before));
        publish?.Invoke(builder);
    });
}
