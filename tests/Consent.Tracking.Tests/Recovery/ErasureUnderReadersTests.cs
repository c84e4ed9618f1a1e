using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>An erasure ends, however many read and write the history meanwhile: readings that begin after it are of nobody.</summary>
public sealed class ErasureUnderReadersTests
{
    [Fact]
    public async Task It_ends_within_seconds_beside_steady_readers_and_writers()
    {
        using var host = new TrackedHost();
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(Email), Stop);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var writers = Enumerable.Range(0, 64).Select(n => Task.Run(() => WriteAsync(host, n, ends.Token), Stop)).ToList();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => ReadAsync(host, ends.Token), Stop)).ToList();
        await Eventually.IsTrueAsync(() => host.LogSize().Result > 200, host.Clock);

        var erasing = host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop).AsTask();
        await erasing.WaitAsync(TimeSpan.FromSeconds(20), Stop);

        Assert.Equal(ErasureOutcome.ErasedNeverContact, await erasing);
        await ends.CancelAsync();
        var rest = Task.WhenAll([.. writers, .. readers]);
        await Eventually.IsTrueAsync(() => rest.IsCompleted, host.Clock);
        await rest;
        var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);
        Assert.True(verdict.IsSound, verdict.ToString());

        // Nobody is named by what was read after it had begun.
        await host.Privacy.As(Manager).EraseAsync(new(Ada, "GDPR 17(1)(b)"), Stop);
        await foreach (var entry in host.Store.ReadLogAsync(new() { Contact = Ada }, Stop))
        {
            Assert.Fail(entry.ToString());
        }
    }

    private static async Task WriteAsync(TrackedHost host, int number, CancellationToken ends)
    {
        for (var n = 0; n < 200 && !ends.IsCancellationRequested; n++)
        {
            try
            {
                await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).WithId(ChangeId.From($"{number} {n}")).Give(Purposes.Profiling.Online, host.Now, Form), ends);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static async Task ReadAsync(TrackedHost host, CancellationToken ends)
    {
        while (!ends.IsCancellationRequested)
        {
            await host.Audit.As(Dpo).HistoryAsync(Ada, Stop);
        }
    }
}
