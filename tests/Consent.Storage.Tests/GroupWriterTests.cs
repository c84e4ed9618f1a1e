namespace Consent.Storage.Tests;

public sealed class GroupWriterTests
{
    [Fact]
    public async Task Whoever_comes_while_another_writes_is_written_together_with_the_others_in_order()
    {
        var (groups, gate) = (new List<int>(), new TaskCompletionSource());
        await using var writer = new GroupWriter<List<int>>(async group =>
        {
            groups.Add(group.Count);
            if (groups.Count == 1)
            {
                await gate.Task;
            }

            var round = new List<int>();
            foreach (var write in group)
            {
                write.Run(round);
            }
        });

        var writes = Enumerable.Range(0, 5).Select(n => writer.WriteAsync(round => { round.Add(n); return string.Join(',', round); }, [], isAlone: false, Some.Stop).AsTask()).ToList();
        gate.SetResult();

        var done = await Task.WhenAll(writes);
        Assert.Equal(["0", "1", "1,2", "1,2,3", "1,2,3,4"], done);
        Assert.Equal([1, 4], groups);
    }

    [Fact]
    public async Task A_contacts_key_that_is_missing_fails_nobody_else()
    {
        using var folder = new TemporaryFolder();
        await using var ring = new ContactKeyRing(new MemoryKeyStore(), FileKeyEncryptionKey.Open(folder.File("key")));
        var (lost, gate) = (Guid.NewGuid(), new TaskCompletionSource());
        await using var writer = new GroupWriter<List<int>>(async group =>
        {
            await gate.Task;
            var round = new List<int>();
            foreach (var write in group)
            {
                write.Run(round);
            }

            await ring.FindExpectedAsync(round.Contains(2) ? [lost] : [], new HashSet<Guid> { lost }, Some.Stop);
        });

        var writes = Enumerable.Range(0, 5).Select(n => writer.WriteAsync(round => { round.Add(n); return n; }, [], isAlone: false, Some.Stop).AsTask()).ToList();
        gate.SetResult();

        var troubles = await Task.WhenAll(writes.Select(async w => await Record.ExceptionAsync(() => w)));
        Assert.Equal([2], troubles.Index().Where(t => t.Item is not null).Select(t => t.Index));
        Assert.IsAssignableFrom<ConsentStoreException>(troubles[2]);
    }

    [Fact]
    public async Task One_that_wants_to_be_alone_is()
    {
        var (groups, gate) = (new List<int>(), new TaskCompletionSource());
        await using var writer = Waiting(groups, gate.Task);

        var writes = new[] { false, false, true, false, false }.Select(isAlone => writer.WriteAsync(_ => 0, [], isAlone, Some.Stop).AsTask()).ToList();
        gate.SetResult();
        await Task.WhenAll(writes);

        Assert.Equal([1, 1, 1, 2], groups);
    }

    [Fact]
    public async Task What_one_did_wrong_fails_it_alone_and_trouble_of_the_database_everybody()
    {
        var gate = new TaskCompletionSource();
        var isDown = false;
        await using var writer = new GroupWriter<int>(async group =>
        {
            await gate.Task;
            foreach (var write in group)
            {
                write.Run(0);
            }

            if (isDown)
            {
                throw new ConsentStoreException("down", isTransient: true);
            }
        });
        Task<int> WriteAsync(int n) => writer.WriteAsync(_ => n == 2 ? throw new FormatException("wrong") : n, [], isAlone: false, Some.Stop).AsTask();

        var first = Enumerable.Range(0, 4).Select(WriteAsync).ToList();
        gate.SetResult();
        var done = await Task.WhenAll(first[0], first[1], first[3]);
        Assert.Equal([0, 1, 3], done);
        await Assert.ThrowsAsync<FormatException>(() => first[2]);

        isDown = true;
        await Assert.ThrowsAsync<ConsentStoreException>(() => WriteAsync(5));
        isDown = false;
        Assert.Equal(6, await WriteAsync(6));
    }

    [Fact]
    public async Task A_caller_who_stops_waiting_stops_nobody_else()
    {
        var (groups, gate) = (new List<int>(), new TaskCompletionSource());
        await using var writer = Waiting(groups, gate.Task);
        using var stop = new CancellationTokenSource();

        var leader = writer.WriteAsync(_ => 1, [], isAlone: false, stop.Token).AsTask();
        var waiting = writer.WriteAsync(_ => 2, [], isAlone: false, stop.Token).AsTask();
        var other = writer.WriteAsync(_ => 3, [], isAlone: false, Some.Stop).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.SetResult();

        Assert.Equal(3, await other);
        // The one that had not begun is left out.
        Assert.Equal([1, 1], groups);
    }

    [Fact]
    public async Task What_waits_is_finished_before_it_is_disposed_of_and_nothing_comes_after()
    {
        var (groups, gate) = (new List<int>(), new TaskCompletionSource());
        var writer = Waiting(groups, gate.Task);
        var writes = Enumerable.Range(0, 3).Select(n => writer.WriteAsync(_ => n, [], isAlone: false, Some.Stop).AsTask()).ToList();

        var end = writer.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writer.WriteAsync(_ => 9, [], isAlone: false, Some.Stop));
        Assert.False(end.IsCompleted);
        gate.SetResult();
        await end;

        var done = await Task.WhenAll(writes);
        Assert.Equal([0, 1, 2], done);
        await writer.DisposeAsync();
    }

    [Fact]
    public async Task A_caller_whose_context_has_ended_does_not_stop_the_others()
    {
        var writer = new GroupWriter<object>(async group =>
        {
            // As whoever writes an adapter, or a host's key-encryption key, may do.
            await Task.Yield();
            foreach (var write in group)
            {
                write.Run(new());
            }
        });

        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new EndedContext());
        var first = writer.WriteAsync(_ => 1, [], isAlone: false, Some.Stop).AsTask();
        SynchronizationContext.SetSynchronizationContext(before);

        Assert.Equal(2, await writer.WriteAsync(_ => 2, [], isAlone: false, Some.Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Some.Stop));
        Assert.Equal(1, await first);
        // Only here: a writer that is stuck would not end.
        await writer.DisposeAsync();
    }

    private static GroupWriter<int> Waiting(List<int> groups, Task gate) => new(async group =>
    {
        groups.Add(group.Count);
        await gate;
        foreach (var write in group)
        {
            write.Run(0);
        }
    });

    /// <summary>As that of a window that was closed: nothing that is posted is done.</summary>
    private sealed class EndedContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            // Nobody is there to do it.
        }
    }
}
