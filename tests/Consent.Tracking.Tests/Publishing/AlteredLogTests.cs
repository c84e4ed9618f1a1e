using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>A database that is another one under a running host: a failover to a copy that is behind, a fork, an older file put back.</summary>
public sealed class AlteredLogTests : IDisposable
{
    private const string Origin = "shop.example/consents";
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-altered-").FullName;
    private readonly EcdsaSigner _signer = new(Origin);
    private readonly SwitchedStore _store = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, LogFlaw.CutOff)]
    [InlineData(5, LogFlaw.RootDiffers)]
    public async Task Nothing_is_signed_for_a_log_that_does_not_go_on_from_what_is_known_and_nothing_is_permitted_from_then_on(int entries, LogFlaw flaw)
    {
        using var host = Host();
        await RecordAsync(host, "one");
        await RecordAsync(host, "two");
        await host.Audit.CheckpointAsync(Stop);
        var fork = await ForkAsync(entries);
        _store.Now = fork;

        Assert.Equal(flaw, (await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.Audit.CheckpointAsync(Stop))).Flaw);

        Assert.Null(await fork.Log.LastCheckpointAsync(Stop));
        await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.MayEmail(Ada));
        await Assert.ThrowsAsync<AuditLogAlteredException>(() => RecordAsync(host, "four"));
        _store.Now = _store.First;
        await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.MayEmail(Ada));
    }

    [Fact]
    public async Task A_failover_in_good_order_is_no_alteration()
    {
        using var host = Host();
        await RecordAsync(host, "one");
        await RecordAsync(host, "two");
        await host.Audit.CheckpointAsync(Stop);
        _store.Now = await ForkAsync(1);
        _store.BackAfter = 1;

        await RecordAsync(host, "three");

        Assert.Equal(3, (await host.Audit.CheckpointAsync(Stop)).Checkpoint.Size);
    }

    [Fact]
    public async Task It_stays_known_after_a_restart_until_the_log_is_recovered()
    {
        using (var host = Host())
        {
            await RecordAsync(host, "one");
            await RecordAsync(host, "two");
            await host.Audit.CheckpointAsync(Stop);
            _store.Now = await ForkAsync(1);
            await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.Audit.CheckpointAsync(Stop));
        }

        using var again = Host();
        var told = await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await again.MayEmail(Ada));
        Assert.Equal((LogFlaw.CutOff, 2), (told.Flaw, told.Size));
        Assert.Contains("RecoverAsync", told.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await again.Privacy.As(Manager).ChangeSignerAsync(Stop));

        Assert.True((await again.Privacy.As(Manager).RecoverAsync(Stop)).IsRestored);
        await again.MayEmail(Ada);
        Assert.Empty(Directory.GetFiles(_folder));
        using var third = Host();
        await third.MayEmail(Ada);
        Assert.EndsWith("/2", third.Audit.VerifierKey.Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_log_that_was_brought_back_whole_is_not_recovered_and_goes_on(bool isRestarted)
    {
        var published = Directory.CreateDirectory(Path.Combine(_folder, "published")).FullName;
        TrackedHost Publishing() => new(_store.Over, store: _store.First, keysFolder: _folder, publish: builder => builder.SignCheckpoints(_ => _signer).PublishCheckpointsTo(published));
        using var host = Publishing();
        await RecordAsync(host, "one");
        await RecordAsync(host, "two");
        await host.Audit.CheckpointAsync(Stop);
        _store.Now = await ForkAsync(1);
        await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.Audit.CheckpointAsync(Stop));
        _store.Now = _store.First;
        await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await host.MayEmail(Ada));
        using var other = isRestarted ? Publishing() : host;

        Assert.False((await other.Privacy.As(Manager).RecoverAsync(Stop)).IsRestored);

        await RecordAsync(other, "three");
        Assert.Equal((Origin, 3), (other.Audit.VerifierKey.Name, (await other.Audit.CheckpointAsync(Stop)).Checkpoint.Size));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private static async Task RecordAsync(TrackedHost host, string contact)
    {
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(ContactId.From(contact)).Object(PurposePath.All), Stop);
    }

    /// <summary>Another log, whose first entries look like those of this one.</summary>
    private static async Task<InMemoryConsentStore> ForkAsync(int entries)
    {
        var fork = new InMemoryConsentStore();
        using var forger = new TrackedHost(store: fork, configure: options => options.CheckpointInterval = TimeSpan.FromDays(1));
        var commits = Enumerable.Range(0, entries).Select(n => new ConsentCommit { Entries = [LogEvents.KeyRotated($"{n}", $"{n + 1}", Manager, new(), forger.Now)] });
        await fork.CommitAsync([.. commits], Stop);
        return fork;
    }

    private TrackedHost Host() => new(_store.Over, store: _store.First, keysFolder: _folder, publish: builder => builder.SignCheckpoints(_ => _signer));
}
