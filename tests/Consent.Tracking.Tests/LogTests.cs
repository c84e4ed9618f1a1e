using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Checkpoints, receipts, and what a host does when its log is not the one that was signed.</summary>
public sealed partial class LogTests : IDisposable
{
    private const string Origin = "shop.example/consents";
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-log-").FullName;

    private string Key => Path.Combine(_folder, "key.pem");

    private string Published => Path.Combine(_folder, "published");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_commit_makes_a_checkpoint_when_the_last_one_is_old()
    {
        using var host = Host(configure: options => options.CheckpointEntries = 3);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea), Stop);
        Assert.Equal([1], await SizesAsync(host));
        await host.Tracker.As(Api).ApplyAsync(host.Give(Ada, Purposes.Profiling.Online), Stop);
        await host.Tracker.As(Api).ApplyAsync(host.Give(Bea, Purposes.Profiling.Online), Stop);
        Assert.Equal([1, 4], await SizesAsync(host));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(Ada).Object(PurposePath.All), Stop);

        Assert.Equal([1, 4, 5], await SizesAsync(host));
        Assert.Equal(3, Directory.GetFiles(Published).Length);
        var checkpoint = await host.Audit.CheckpointAsync(Stop);
        Assert.Equal((5, Origin), (checkpoint.Checkpoint.Size, checkpoint.Checkpoint.Origin));
        Assert.True(checkpoint.Verify(NoteVerifierKey.Parse(host.Audit.VerifierKey.ToString())).IsVerified);
        Assert.Equal([1, 4, 5], await SizesAsync(host));
    }

    [Fact]
    public async Task A_log_that_was_cut_off_or_restored_from_a_backup_fails_closed_at_start()
    {
        using (var host = Host())
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        }

        using var restored = Host(store: new InMemoryConsentStore());
        var refused = await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await restored.MayEmail(Ada));
        await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await restored.Tracker.As(Api).ApplyAsync(restored.Give(Ada), Stop));

        Assert.Equal((LogFlaw.CutOff, 1), (refused.Flaw, refused.Size));
        Assert.Equal(0, await restored.LogSize());
    }

    [Fact]
    public async Task A_log_whose_history_was_rewritten_fails_closed_at_start()
    {
        using (var host = Host())
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
        }

        var rewritten = new InMemoryConsentStore();
        using (var forger = new TrackedHost(store: rewritten))
        {
            await forger.Tracker.As(Api).ApplyAsync(forger.Give(Bea), Stop);
            await forger.Tracker.As(Api).ApplyAsync(forger.Give(Ada), Stop);
        }

        using var host2 = Host(store: rewritten);
        Assert.Equal(LogFlaw.RootDiffers, (await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host2.MayEmail(Ada))).Flaw);
    }

    [Fact]
    public async Task A_restart_on_the_same_log_goes_on_under_the_same_key()
    {
        var store = new InMemoryConsentStore();
        string key;
        using (var host = Host(store: store))
        {
            await host.Tracker.As(Api).ApplyAsync(host.Give(Ada), Stop);
            key = host.Audit.VerifierKey.ToString();
        }

        using var again = Host(store: store);
        again.Clock.Advance(TimeSpan.FromMinutes(1));
        await again.Tracker.As(Api).ApplyAsync(again.Give(Bea), Stop);

        Assert.Equal(key, again.Audit.VerifierKey.ToString());
        Assert.Equal([1, 2], await SizesAsync(again));
    }

    [Fact]
    public async Task Many_writers_at_once_leave_one_sound_log()
    {
        using var host = Host(configure: options => (options.CheckpointInterval, options.CheckpointEntries) = (TimeSpan.Zero, 1));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(
            async () =>
            {
                for (var i = 0; i < 10; i++)
                {
                    await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(ContactId.From($"c{n % 4}")).Object(PurposePath.All, host.Now.Plus(TimeSpan.FromSeconds(-(n * 10) - i))), Stop);
                }
            },
            Stop)));

        var verdict = await host.Audit.As(Dpo).VerifyAsync(cancellationToken: Stop);

        Assert.True(verdict.IsSound, verdict.ToString());
        Assert.Equal(161, verdict.Head.Size);
        var sizes = await SizesAsync(host);
        Assert.Equal(sizes.Distinct().Order(), sizes);
    }

    private static async Task<List<long>> SizesAsync(TrackedHost host)
    {
        var sizes = new List<long>();
        await foreach (var kept in host.Store.Log.ReadCheckpointsAsync(Stop))
        {
            sizes.Add(kept.Size);
        }

        return sizes;
    }

    /// <summary>Whoever has the key and keeps a log beside the published one.</summary>
    private TrackedHost Forger() => new(publish: builder => builder.SignCheckpoints(Origin, Key));

    private TrackedHost Host(Action<ConsentTrackingOptions>? configure = null, IConsentStore? store = null) =>
        new(configure: configure, store: store, publish: builder => builder.SignCheckpoints(Origin, Key).PublishCheckpointsTo(Published));
}
