using Consent.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Silence;

/// <summary>What an attack on the promise that nothing is silent found: health that was well while nothing could be recorded or proved.</summary>
public sealed class SaidInHealthTests : IDisposable
{
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    /// <summary>Checkpoints can be kept no more (a privilege taken away, a trigger, a damaged table): nothing is proved from then on.</summary>
    [Fact]
    public async Task A_database_that_keeps_no_checkpoints_any_more_is_said_in_health()
    {
        using var host = await _site.StartAsync();
        await host.GiveAsync(Ada);
        _site.Run("CREATE TRIGGER no_more BEFORE INSERT ON checkpoint BEGIN SELECT RAISE(ABORT, 'no'); END");
        var isFound = false;
        for (var n = 0; n < 60 && !isFound; n++)
        {
            await host.GiveAsync(ContactId.From($"contact {n}"));
            await Task.Delay(20, Stop);
            _site.Clock.Advance(TimeSpan.FromSeconds(2)); // Less than CheckpointLimit: a jump over it would be told as a late signer.
            await Task.Delay(20, Stop);
            isFound = (await host.HealthAsync()).Status != HealthStatus.Healthy;
        }

        var health = await host.HealthAsync();
        Assert.True(isFound, $"For two minutes no checkpoint was made, and health says: {health.Description} ({string.Join(", ", health.Data)})");
    }

    /// <summary>Nothing can be written any more (a full disk, read-only files, a privilege taken away).</summary>
    [Fact]
    public async Task A_database_that_takes_no_changes_any_more_is_said_in_health()
    {
        using var host = await _site.StartAsync();
        await host.GiveAsync(Ada);
        _site.Run("CREATE TRIGGER no_more BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'no'); END");
        await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await host.NoAsync(Ada));
        await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await host.NoAsync(Ada));

        Assert.NotEqual(HealthStatus.Healthy, (await host.HealthAsync()).Status);
    }

    /// <summary>A contact's key is gone: each change of hers fails, a no too. Once a change has met it, health knows.</summary>
    [Fact]
    public async Task A_key_that_a_change_has_missed_is_said_in_health()
    {
        foreach (var contact in new[] { Ada, Bea })
        {
            // Each process makes pages of keys of its own.
            using var host = await _site.StartAsync();
            await host.GiveAsync(contact);
            await host.StopAsync(Stop);
        }

        _site.Run($"ATTACH '{Path.Combine(_site.Keys, "contacts.keys")}' AS k; DELETE FROM k.key_page WHERE substr(page, 1, 15) = (SELECT substr(handle, 1, 15) FROM contact WHERE no = 1)");
        using var again = await _site.StartAsync();
        await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await again.NoAsync(Ada));
        Assert.NotEqual(HealthStatus.Healthy, (await again.HealthAsync()).Status);

        // Another contact's change says nothing of hers.
        await again.NoAsync(Bea);
        Assert.NotEqual(HealthStatus.Healthy, (await again.HealthAsync()).Status);
    }
}
