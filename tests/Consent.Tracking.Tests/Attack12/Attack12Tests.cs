using Consent.Auditing;
using Consent.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static Consent.Tracking.Tests.TrackedHost;

namespace Consent.Tracking.Tests;

/// <summary>Attacks on the promise that nothing is silent.</summary>
public sealed class Attack12Tests : IDisposable
{
    private readonly Attack12Site _site = new();

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
        _site.Run("CREATE TRIGGER no_more BEFORE INSERT ON leaf BEGIN SELECT RAISE(ABORT, 'no'); END");
        await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await host.NoAsync(Ada));
        await Assert.ThrowsAnyAsync<ConsentStoreException>(async () => await host.NoAsync(Ada));

        Assert.NotEqual(HealthStatus.Healthy, (await host.HealthAsync()).Status);
        Assert.False((await host.DecideAsync(Ada)).IsPermitted);
    }

    /// <summary>Triggers that swallow rows: what was answered as recorded is nowhere.</summary>
    [Theory]
    [InlineData("CREATE TRIGGER swallow BEFORE UPDATE ON contact BEGIN SELECT RAISE(IGNORE); END")]
    [InlineData("CREATE TRIGGER swallow BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END")]
    [InlineData("CREATE TRIGGER swallow BEFORE INSERT ON leaf BEGIN SELECT RAISE(IGNORE); END")]
    public async Task What_the_database_swallows_is_not_answered_as_recorded(string sql)
    {
        using var host = await _site.StartAsync();
        await host.GiveAsync(Ada);
        _site.Run(sql);
        try
        {
            var said = await host.NoAsync(Ada);
            Assert.NotEqual(ChangeOutcome.Recorded, said.Outcome);
        }
        catch (ConsentStoreException)
        {
            // Told.
        }
    }

    /// <summary>The file of the contacts' keys is deleted under a running host: entries are sealed under keys that nobody will ever have.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keys_that_are_written_to_a_file_that_is_gone_are_told(bool isReplaced)
    {
        using var host = await _site.StartAsync();
        await host.GiveAsync(Ada);
        var putBack = _site.Remember([.. Directory.GetFiles(_site.Keys, "contacts.keys*")]);
        foreach (var file in Directory.GetFiles(_site.Keys, "contacts.keys*"))
        {
            File.Delete(file);
        }

        if (isReplaced)
        {
            putBack();
        }

        var recorded = 0;
        try
        {
            for (var n = 0; n < 2000; n++)
            {
                recorded += (await host.GiveAsync(ContactId.From($"contact {n}"))).Outcome == ChangeOutcome.Recorded ? 1 : 0;
            }
        }
        catch (ConsentStoreException)
        {
            return;
        }

        var health = await host.HealthAsync();
        var verdict = await host.VerifyAsync();
        Assert.Fail($"{recorded} changes were answered as recorded under keys of a file that is gone; verifying says {verdict}, health {health.Status}.");
    }

    /// <summary>The write-ahead log is deleted under a running host: what it answers as recorded lies in a file that nobody finds again.</summary>
    [Fact]
    public async Task What_is_written_to_a_write_ahead_log_that_is_gone_is_told()
    {
        using var host = await _site.StartAsync();
        await host.GiveAsync(Ada);
        File.Delete(_site.Database + "-wal");
        File.Delete(_site.Database + "-shm");
        var said = ChangeOutcome.Refused;
        try
        {
            said = (await host.NoAsync(Ada)).Outcome;
            for (var n = 0; n < 5; n++)
            {
                _site.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(20, Stop);
            }
        }
        catch (ConsentStoreException)
        {
            return;
        }

        var health = await host.HealthAsync();
        TestContext.Current.SendDiagnosticMessage($"{said} {health.Status} {health.Description}");
        Assert.True(said != ChangeOutcome.Recorded || health.Status == HealthStatus.Unhealthy, $"A no was answered as {said}, in a file that was deleted; health: {health.Status}.");
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
