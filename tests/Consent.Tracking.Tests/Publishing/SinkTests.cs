using Consent.Auditing;
using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Whose word counts: places are believed under the log's own keys and this very origin only.</summary>
public sealed class SinkTests : IDisposable
{
    private const string Origin = "shop.example/consents";
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-sinks-").FullName;
    private readonly EcdsaSigner _signer = new(Origin);
    private readonly InMemoryConsentStore _store = new();

    private DirectoryCheckpointSink Published => new(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Origin)]
    [InlineData(Origin + "/2")]
    public async Task Somebody_elses_checkpoint_under_the_logs_name_is_ignored_and_told(string origin)
    {
        using (var host = Host())
        {
            await RecordAsync(host, Ada);
        }

        await ForgeAsync(origin, 900);
        using var again = Host();
        await again.MayEmail(Ada);
        await RecordAsync(again, Bea);
        Assert.Equal((HealthStatus.Degraded, true), await HealthAsync(again, "no known key"));
    }

    [Fact]
    public async Task What_somebody_else_put_there_hides_none_of_the_logs_own()
    {
        using (var host = Host())
        {
            await RecordAsync(host, Ada);
        }

        await ForgeAsync(Origin, 900);
        await ForgeAsync(Origin + "/2", 900);
        await File.WriteAllTextAsync(Path.Combine(_folder, Uri.EscapeDataString(Origin) + "@0000000000000009999.checkpoint"), "no checkpoint", Stop);
        using var cut = Host(new InMemoryConsentStore());
        Assert.Equal((LogFlaw.CutOff, 1), await Assert.ThrowsAsync<AuditLogAlteredException>(async () => await cut.MayEmail(Ada)) is var told ? (told.Flaw, told.Size) : default);
    }

    [Fact]
    public async Task A_place_that_has_lost_everything_is_told_and_given_the_last_one_again()
    {
        using (var host = Host())
        {
            await RecordAsync(host, Ada);
        }

        foreach (var file in Directory.GetFiles(_folder))
        {
            File.Delete(file);
        }

        using var again = Host();
        await again.MayEmail(Ada);
        await Eventually.IsTrueAsync(() => Published.LastAsync(Origin, Stop).AsTask().Result?.Checkpoint.Size == 1);
        Assert.Equal((HealthStatus.Healthy, true), await HealthAsync(again, ""));
    }

    [Fact]
    public async Task A_place_that_lost_what_it_took_from_a_running_host_is_told()
    {
        SignedCheckpoint? last = null;
        using var host = new TrackedHost(store: _store, publish: builder => builder.SignCheckpoints(_ => _signer).PublishCheckpointsTo(_ => new DelegateCheckpointSink(
            (checkpoint, _) =>
            {
                last = last is null ? checkpoint : throw new IOException("full");
                return default;
            },
            (_, _) => default)));
        await RecordAsync(host, Ada);
        Assert.Equal((HealthStatus.Healthy, true), await HealthAsync(host, ""));
        using var again = new TrackedHost(store: _store, publish: builder => builder.SignCheckpoints(_ => _signer).PublishCheckpointsTo(_ => new DelegateCheckpointSink((_, _) => throw new IOException("full"), (_, _) => default)));
        await again.MayEmail(Ada);
        Assert.Equal((HealthStatus.Degraded, true), await HealthAsync(again, "lost"));
    }

    [Fact]
    public async Task A_checkpoint_in_the_database_that_no_key_of_the_log_signed_is_followed_by_none()
    {
        using var host = Host();
        await RecordAsync(host, Ada);
        await _store.Log.AddCheckpointAsync(new(900, host.Now, (await ForgedAsync(Origin, 900)).ToString()), Stop);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await RecordAsync(host, Bea);
        Assert.Contains("not signed by any key", (await Assert.ThrowsAsync<ConsentStoreException>(async () => await host.Audit.CheckpointAsync(Stop))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_tells_of_a_signer_and_a_place_that_fail_and_of_a_log_ahead_of_the_clock()
    {
        var isDown = true;
        using var host = new TrackedHost(store: _store, publish: builder => builder.SignCheckpoints(_ => _signer)
            .PublishCheckpointsTo(_ => new DelegateCheckpointSink((_, _) => isDown ? throw new IOException("away") : default)));
        Assert.Equal((HealthStatus.Healthy, true), await HealthAsync(host, ""));
        await RecordAsync(host, Ada);
        Assert.Equal((HealthStatus.Degraded, true), await HealthAsync(host, "1 place(s) do not take"));
        isDown = false;
        await Eventually.IsTrueAsync(() => HealthAsync(host, "").Result.Status == HealthStatus.Healthy, host.Clock);

        _signer.Trouble = () => new InvalidOperationException();
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await RecordAsync(host, Bea);
        Assert.Equal((HealthStatus.Degraded, true), await HealthAsync(host, "late"));
        _signer.Trouble = null;
        await Eventually.IsTrueAsync(() => HealthAsync(host, "").Result.Status == HealthStatus.Healthy, host.Clock);

        host.Clock.AdjustTime(host.Clock.GetUtcNow().AddMinutes(-2));
        Assert.Equal((HealthStatus.Degraded, true), await HealthAsync(host, "ahead"));
    }

    private static async Task RecordAsync(TrackedHost host, ContactId contact) => await host.Tracker.As(Api).ApplyAsync(ConsentChange.For(contact).Object(PurposePath.All), Stop);

    private static async Task<(HealthStatus Status, bool IsSaid)> HealthAsync(TrackedHost host, string said)
    {
        var report = await host.Health.CheckHealthAsync(new() { Registration = new("consent", host.Health, HealthStatus.Unhealthy, null) }, Stop);
        return (report.Status, report.Description!.Contains(said, StringComparison.Ordinal));
    }

    private static async Task<SignedCheckpoint> ForgedAsync(string origin, long size)
    {
        var forged = new Checkpoint(origin, new(size, Sha256Digest.OfText("forged")));
        return SignedCheckpoint.Of(forged, await new EcdsaSigner(Origin).SignAsync(forged, Stop));
    }

    private async Task ForgeAsync(string origin, long size) => await Published.PublishAsync(await ForgedAsync(origin, size), Stop);

    private TrackedHost Host(IConsentStore? store = null) => new(store: store ?? _store, publish: builder => builder.SignCheckpoints(_ => _signer).PublishCheckpointsTo(_ => Published));
}
