namespace Consent.Storage.Tests;

public sealed class GroupWriterTests
{
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

    /// <summary>As that of a window that was closed: nothing that is posted is done.</summary>
    private sealed class EndedContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
            // Nobody is there to do it.
        }
    }
}
