using Consent.Storage;
using Consent.Storage.InMemory;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests.Silence;

/// <summary>What an attack on the promise that nothing is silent found: what verifying in the background missed, or did not say.</summary>
public sealed class ScrubbedTests : IDisposable
{
    private readonly Site _site = new();

    public void Dispose() => _site.Dispose();

    /// <summary>A host that is started anew each night: the scrub, which is said to run once a day, never runs.</summary>
    [Fact]
    public async Task A_host_that_is_restarted_each_night_finds_an_old_row_that_was_put_back()
    {
        using (var host = await _site.StartAsync())
        {
            await host.GiveAsync(Ada);
            await host.StopAsync(Stop);
        }

        _site.Run("CREATE TABLE old_contact AS SELECT * FROM contact");
        using (var host = await _site.StartAsync())
        {
            await host.NoAsync(Ada);
            await host.StopAsync(Stop);
        }

        _site.Run("DELETE FROM contact; INSERT INTO contact SELECT * FROM old_contact; DROP TABLE old_contact");
        var isFound = false;
        for (var night = 0; night < 14 && !isFound; night++)
        {
            using var host = await _site.StartAsync();
            for (var hour = 0; hour < 23 && !isFound; hour++)
            {
                _site.Clock.Advance(TimeSpan.FromHours(1));
                await Task.Delay(20, Stop);
                isFound = (await host.HealthAsync()).Status == HealthStatus.Unhealthy;
            }

            await host.StopAsync(Stop);
        }

        Assert.True(isFound, "Two weeks of nightly restarts, and nothing was verified.");
    }

    /// <summary>What the scrub found is forgotten by a restart.</summary>
    [Fact]
    public async Task What_the_scrub_found_is_said_after_a_restart_too()
    {
        using (var host = await _site.StartAsync())
        {
            await host.GiveAsync(Ada);
            await host.GiveAsync(Bea);
            _site.Run("DELETE FROM contact WHERE no = 1");
            Assert.False((await host.VerifyAsync()).IsSound);
            Assert.Equal(HealthStatus.Unhealthy, (await host.HealthAsync()).Status);
            await host.StopAsync(Stop);
        }

        using var again = await _site.StartAsync();
        Assert.Equal(HealthStatus.Unhealthy, (await again.HealthAsync()).Status);
    }

    /// <summary>Fuzzing notes found that one which cannot be read kept the host from starting.</summary>
    [Theory]
    [InlineData("02000000000000000000000000000000000001FFFFFFFFFFFFFFFF4E6F6E65")]
    [InlineData("0300000000000000000000000000000000000001000000004E6F6E65")]
    [InlineData("03000000000000000000000000000000000000004E6F626F6479")]
    [InlineData("03")]
    public async Task What_cannot_be_read_of_the_last_verification_keeps_no_host_from_starting(string note)
    {
        var store = new InMemoryConsentStore();
        await store.WriteNoteAsync(new(new("verified", "state"), [.. Convert.FromHexString(note)]), Stop);
        using var host = new TrackedHost(store: store);

        Assert.False((await host.MayEmail(Ada)).IsPermitted);
    }

    /// <summary>A recovery that finds nothing lost ends the alarm of a verification, though nothing was verified.</summary>
    [Fact]
    public async Task A_recovery_that_does_nothing_does_not_end_the_alarm_of_a_flaw_that_is_still_there()
    {
        using var host = await _site.StartAsync();
        await host.GiveAsync(Ada);
        await host.GiveAsync(Bea);
        await host.Audit().CheckpointAsync(Stop);
        _site.Run("DELETE FROM contact WHERE no = 1");
        Assert.False((await host.VerifyAsync()).IsSound);
        await host.Audit().CheckpointAsync(Stop);
        Assert.Equal(HealthStatus.Unhealthy, (await host.HealthAsync()).Status);

        Assert.False((await host.Privacy().As(Manager).RecoverAsync(Stop)).IsRestored);

        Assert.Equal(HealthStatus.Unhealthy, (await host.HealthAsync()).Status);
    }

    /// <summary>A page of the file is damaged where nobody reads but the scrub: it fails each time, and health is well.</summary>
    [Fact]
    public async Task A_scrub_that_never_gets_to_its_end_is_said_in_health()
    {
        using var host = await _site.StartAsync(options => options.ScrubInterval = TimeSpan.FromMinutes(1));
        await host.GiveAsync(Ada);
        await host.GiveAsync(Bea);

        // As a damaged page does: reading the rows of this table is an error.
        _site.Run("ALTER TABLE gone RENAME TO elsewhere");
        await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await host.VerifyAsync());
        var isFound = false;
        for (var n = 0; n < 10 && !isFound; n++)
        {
            _site.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(50, Stop);
            isFound = (await host.HealthAsync()).Status == HealthStatus.Unhealthy;
        }

        TestContext.Current.SendDiagnosticMessage((await host.HealthAsync()).Description!);
        Assert.True(isFound, "The scrub failed ten times, and health is well: " + (await host.HealthAsync()).Description);
    }

    /// <summary>The same with a real damage: the last pages of a long entry are overwritten by zeros.</summary>
    [Fact]
    public async Task A_damaged_page_that_only_the_scrub_reads_is_said_in_health()
    {
        using (var first = await _site.StartAsync())
        {
            await first.GiveAsync(Ada);
            for (var n = 0; n < 200; n++)
            {
                await first.GiveAsync(ContactId.From($"contact {n}"));
            }

            await first.StopAsync(Stop);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        DamagePageOf("SELECT substr(sealed, 1, 24) FROM entry WHERE idx = 50");
        using var host = await _site.StartAsync(options => options.ScrubInterval = TimeSpan.FromMinutes(1));
        string? found = null;
        for (var n = 0; n < 10 && found is null; n++)
        {
            _site.Clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(100, Stop);
            found = (await host.HealthAsync()) is { Status: HealthStatus.Unhealthy } bad ? bad.Description : null;
        }

        string verified;
        try
        {
            verified = (await host.VerifyAsync()).ToString();
        }
        catch (ConsentStoreException trouble)
        {
            verified = trouble.Message;
        }

        TestContext.Current.SendDiagnosticMessage(verified + " / " + found);
        Assert.True(found is not null, "A page of the log is damaged, the scrub has come by ten times (" + verified + "), and health says: " + (await host.HealthAsync()).Description);
    }

    /// <summary>The page that holds some bytes, as a disk would lose it.</summary>
    private void DamagePageOf(string sql)
    {
        byte[] sought;
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_site.Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
#pragma warning disable CA2100 // The tests' own statements.
            command.CommandText = sql;
#pragma warning restore CA2100
            sought = (byte[])command.ExecuteScalar()!;
        }

        var bytes = File.ReadAllBytes(_site.Database);
        var at = bytes.AsSpan().IndexOf(sought);
        Assert.True(at > 0);
        bytes.AsSpan(at / 4096 * 4096, 4096).Fill(0xff);
        File.WriteAllBytes(_site.Database, bytes);
    }
}
