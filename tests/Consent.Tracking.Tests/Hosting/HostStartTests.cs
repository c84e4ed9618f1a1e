using System.Reflection;
using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>A host with the generic host: it does not start on a memory that it cannot rely on, looks at the log each second, and covers it when it ends.</summary>
public sealed class HostStartTests : IDisposable
{
    private const string Origin = "shop.example/consents";
    private readonly string _folder = Directory.CreateTempSubdirectory("consent-start-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly SwitchedStore _store = new();

    private string Key => Path.Combine(_folder, "checkpoints.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_host_whose_database_cannot_be_opened_does_not_start()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a-file"), "not a folder", Stop);
        using var host = Host(tracking => tracking.UseSqliteStore($"Data Source={Path.Combine(_folder, "a-file", "consents.db")}"));
        Assert.Contains("a-file", (await Assert.ThrowsAsync<ConsentStoreException>(() => host.StartAsync(Stop))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_whose_signing_key_is_lost_does_not_start()
    {
        using (var host = Host())
        {
            await host.StartAsync(Stop);
            await RecordAsync(host, Ada);
        }

        File.Delete(Key);
        using var again = Host();
        Assert.Contains("bring the key back", (await Assert.ThrowsAsync<ConsentStoreException>(() => again.StartAsync(Stop))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_whose_log_was_cut_off_does_not_start()
    {
        using (var host = Host(publish: true))
        {
            await host.StartAsync(Stop);
            await RecordAsync(host, Ada);
        }

        using var again = Host(tracking => tracking.UseStore("UseTestStore", _ => new InMemoryConsentStore()), publish: true);
        Assert.Contains("RecoverAsync", (await Assert.ThrowsAsync<AuditLogAlteredException>(() => again.StartAsync(Stop))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_nothing_can_open_in_time_does_not_start_and_says_what_to_set()
    {
        var opening = new TaskCompletionSource();
        using var host = Host(tracking => tracking.UseInMemoryStore().JournalErasuresTo(_ => new StuckJournal(opening)));
        var start = host.StartAsync(Stop);
        await opening.Task.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        await Eventually.IsTrueAsync(() => start.IsCompleted, _clock, TimeSpan.FromSeconds(20));
        Assert.Contains("StartTimeout", (await Assert.ThrowsAsync<ConsentStoreException>(() => start)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_verifies_for_longer_than_it_may_take_to_start_says_that_it_was_that()
    {
        var verifying = new TaskCompletionSource();
        using var host = Host(tracking =>
        {
            tracking.UseStore("UseTestStore", _ => new TroubledStore(new InMemoryConsentStore()) { OnScan = () => Stuck(verifying) });
            tracking.Services.Configure<ConsentTrackingOptions>(options => options.VerifyStateAtStart = true);
        });
        var start = host.StartAsync(Stop);
        await verifying.Task.WaitAsync(TimeSpan.FromSeconds(10), Stop);
        await Eventually.IsTrueAsync(() => start.IsCompleted, _clock, TimeSpan.FromSeconds(20));
        var told = (await Assert.ThrowsAsync<ConsentStoreException>(() => start)).Message;
        Assert.Contains("VerifyStateAtStart", told, StringComparison.Ordinal);
        Assert.Contains("StartTimeout", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_stands_still_is_covered_within_a_second_and_when_the_host_ends()
    {
        using var host = Host();
        await host.StartAsync(Stop);
        await RecordAsync(host, Ada);
        await RecordAsync(host, Bea);
        Assert.Equal(1, await CoveredAsync());

        await Eventually.IsTrueAsync(() => CoveredAsync().Result == 2, _clock);
        await RecordAsync(host, ContactId.From("carl"));
        await host.StopAsync(Stop);

        Assert.Equal(3, await CoveredAsync());
    }

    [Fact]
    public async Task A_fork_is_noticed_within_a_second_although_nobody_asks()
    {
        using var host = Host();
        await host.StartAsync(Stop);
        await RecordAsync(host, Ada);
        await RecordAsync(host, Bea);
        var fork = new InMemoryConsentStore();
        await fork.CommitAsync([new() { Entries = [.. Enumerable.Range(0, 5).Select(n => LogEvents.KeyRotated($"{n}", $"{n + 1}", Manager, new(), Timestamp.MinValue))] }], Stop);
        await Eventually.IsTrueAsync(() => CoveredAsync().Result == 2, _clock);
        _store.Now = fork;

        await Eventually.IsTrueAsync(() => IsRefused(host), _clock);

        Assert.Null(await fork.Log.LastCheckpointAsync(Stop));
    }

    [Fact]
    public async Task A_place_that_loses_what_it_took_is_given_the_last_one_again_within_an_hour()
    {
        using var host = Host(publish: true);
        await host.StartAsync(Stop);
        await RecordAsync(host, Ada);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "published")));
        File.Delete(file);

        await Eventually.IsTrueAsync(() => File.Exists(file), _clock, TimeSpan.FromMinutes(20));
    }

    [Fact]
    public void Tools_that_look_at_a_host_while_it_is_built_are_known()
    {
        var isTool = typeof(ConsentTracker).Assembly.GetType("Consent.Tracking.BuildTimeTool")!.GetMethod("Is", BindingFlags.Public | BindingFlags.Static)!;
        Assert.Equal([true, true, false, false], new[] { "GetDocument.Insider", "ef", "Shop.Web", null }.Select(name => (bool)isTool.Invoke(null, [name])!));
    }

    private static async Task RecordAsync(IHost host, ContactId contact) =>
        await host.Services.GetRequiredService<ConsentTracker>().As(Api).ApplyAsync(ConsentChange.For(contact).Object(PurposePath.All), Stop);

    private static bool IsRefused(IHost host)
    {
        try
        {
            _ = host.Services.GetRequiredService<ConsentTracker>().DecideAsync(ProcessingRequest.ToContact(Ada, Email), Stop).AsTask().GetAwaiter().GetResult();
            return false;
        }
        catch (AuditLogAlteredException)
        {
            return true;
        }
    }

    private async Task<long> CoveredAsync() => (await _store.First.Log.LastCheckpointAsync(Stop))?.Size ?? 0;

    private IHost Host(Action<ConsentBuilder>? store = null, bool publish = false)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<TimeProvider>(_clock);
        var tracking = builder.Services.AddConsentTracking(options => options.AlteredRetryDelay = TimeSpan.Zero).SignCheckpoints(Origin, Key);
        if (store is null)
        {
            tracking.UseStore("UseTestStore", _ => _store.Over(_store.First));
        }
        else
        {
            store(tracking);
        }

        if (publish)
        {
            tracking.PublishCheckpointsTo(Path.Combine(_folder, "published"));
        }

        return builder.Build();
    }

    private static async IAsyncEnumerable<ContactConsents> Stuck(TaskCompletionSource begun)
    {
        begun.TrySetResult();
        await Task.Delay(Timeout.Infinite, Stop);
        yield break;
    }

    private sealed class StuckJournal(TaskCompletionSource opening) : IErasureJournal
    {
        public ValueTask AddAsync(ErasureRecord record, CancellationToken cancellationToken) => default;

        public ValueTask MarkAsync(Guid id, ErasureState state, CancellationToken cancellationToken) => default;

        public async ValueTask<IReadOnlyList<ErasureRecord>> ReadAsync(CancellationToken cancellationToken)
        {
            opening.TrySetResult();
            await Task.Delay(Timeout.Infinite, Stop);
            return [];
        }
    }
}
