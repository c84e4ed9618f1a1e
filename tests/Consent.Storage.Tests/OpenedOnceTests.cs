namespace Consent.Storage.Tests;

public sealed class OpenedOnceTests
{
    [Fact]
    public async Task Many_callers_open_once_and_go_on_side_by_side()
    {
        var (opened, gate) = (0, new TaskCompletionSource());
        await using var once = new OpenedOnce<Thing>(async () =>
        {
            Interlocked.Increment(ref opened);
            await gate.Task;
            return new();
        });
        using var both = new Barrier(2);

        // Each holds its thread until the other has come.
        var callers = Enumerable.Range(0, 2).Select(async _ =>
        {
            var thing = await once.GetAsync(Some.Stop);
            return both.SignalAndWait(TimeSpan.FromSeconds(30), Some.Stop) ? thing : null;
        }).ToList();
        gate.SetResult();
        var things = await Task.WhenAll(callers);

        Assert.NotNull(things[0]);
        Assert.Same(things[0], things[1]);
        Assert.Same(things[0], await once.GetAsync(Some.Stop));
        Assert.Equal(1, opened);
    }

    [Fact]
    public async Task A_try_that_failed_is_made_again_by_the_next_caller()
    {
        var tries = 0;
        await using var once = new OpenedOnce<Thing>(() => ++tries < 3 ? throw new ConsentStoreException("not yet", isTransient: true) : Task.FromResult(new Thing()));

        await Assert.ThrowsAsync<ConsentStoreException>(async () => await once.GetAsync(Some.Stop));
        await Assert.ThrowsAsync<ConsentStoreException>(async () => await once.GetAsync(Some.Stop));

        Assert.NotNull(await once.GetAsync(Some.Stop));
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task A_caller_who_stops_waiting_does_not_stop_the_opening()
    {
        var gate = new TaskCompletionSource();
        var once = new OpenedOnce<Thing>(async () =>
        {
            await gate.Task;
            return new();
        });
        using var stop = new CancellationTokenSource();

        var impatient = once.GetAsync(stop.Token).AsTask();
        var patient = once.GetAsync(Some.Stop).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        gate.SetResult();
        var thing = await patient;
        Assert.False(thing.IsDisposed);

        await once.DisposeAsync();
        Assert.True(thing.IsDisposed);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await once.GetAsync(Some.Stop));
    }

    private sealed class Thing : IAsyncDisposable
    {
        public bool IsDisposed { get; private set; }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }
}
